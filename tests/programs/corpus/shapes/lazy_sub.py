print("lazy_sub runs")
value = "lazy"

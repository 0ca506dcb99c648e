// Python source, coloured: words, strings, numbers, comments. Good enough for reading.

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<text>[rRbBuUfFtT]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))`,
    String.raw`(?<number>\b(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?j?)\b)`,
    String.raw`(?<suspend>\b(?:yield|await)\b)`,
    String.raw`(?<word>\b(?:False|None|True|and|as|assert|async|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|match|case)\b)`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{N}_]*)`,
  ].join("|"),
  "gu",
);

/** Of each line, its pieces: `[start, end, kind]`, in order; what is between is plain. */
export function coloured(lines) {
  const pieces = lines.map(() => []);
  const text = lines.join("\n");
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
  let row = 0;
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((key) => match.groups[key] !== undefined);
    if (kind === "name") continue;
    let from = match.index;
    const end = from + match[0].length;
    while (from < end) {
      while (from >= starts[row + 1]) row++;
      const to = Math.min(end, starts[row + 1] - 1);
      if (to > from) pieces[row].push([from - starts[row], to - starts[row], kind]);
      from = starts[row + 1];
    }
  }
  return pieces;
}

/** The place in a line's text of a column that counts UTF-8 bytes. */
export function placeOf(line, column) {
  let bytes = 0;
  let place = 0;
  for (const sign of line) {
    if (bytes >= column) break;
    const point = sign.codePointAt(0);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    place += sign.length;
  }
  return place;
}

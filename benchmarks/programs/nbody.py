"""The sun and four planets under gravity: float arithmetic, lists, unpacking. After nbody."""

SIZES = {"full": 2000, "small": 150, "tiny": 3}
RESULTS = {2000: (True, -0.169071), 150: (True, -0.169038), 3: (True, -0.169074)}

PI = 3.141592653589793
YEAR = 365.24
SUN = 4 * PI * PI

# Position (AU), velocity (AU a day) and mass (suns) of sun, Jupiter, Saturn, Uranus and Neptune.
BODIES = (
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    (4.84143144, -1.16032004, -0.10362204, 0.00166008, 0.00769901, -0.0000690460, 0.000954791),
    (8.34336671, 4.12479856, -0.40352342, -0.00276743, 0.00499853, 0.0000230417, 0.000285886),
    (12.8943696, -15.1111514, -0.22330758, 0.00296460, 0.00237847, -0.0000296589, 0.0000436624),
    (15.3796971, -25.9193146, 0.17925877, 0.00268068, 0.00162824, -0.0000951592, 0.0000515139),
)


def make_bodies():
    bodies = []
    for x, y, z, vx, vy, vz, mass in BODIES:
        bodies.append(([x, y, z], [vx * YEAR, vy * YEAR, vz * YEAR], mass * SUN))
    return bodies


def make_pairs(bodies):
    pairs = []
    for i in range(len(bodies)):
        for other in bodies[i + 1 :]:
            pairs.append((bodies[i], other))
    return pairs


def rest(bodies):
    """Gives the sun the velocity that makes the whole system's momentum zero."""
    px = py = pz = 0.0
    for _, (vx, vy, vz), mass in bodies:
        px -= vx * mass
        py -= vy * mass
        pz -= vz * mass
    velocity = bodies[0][1]
    velocity[0] = px / SUN
    velocity[1] = py / SUN
    velocity[2] = pz / SUN


def energy(bodies, pairs):
    total = 0.0
    for ((x1, y1, z1), _, m1), ((x2, y2, z2), _, m2) in pairs:
        dx = x1 - x2
        dy = y1 - y2
        dz = z1 - z2
        total -= m1 * m2 / (dx * dx + dy * dy + dz * dz) ** 0.5
    for _, (vx, vy, vz), mass in bodies:
        total += mass * (vx * vx + vy * vy + vz * vz) / 2.0
    return total


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for ((x1, y1, z1), v1, m1), ((x2, y2, z2), v2, m2) in pairs:
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            force = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            pull1 = m1 * force
            pull2 = m2 * force
            v1[0] -= dx * pull2
            v1[1] -= dy * pull2
            v1[2] -= dz * pull2
            v2[0] += dx * pull1
            v2[1] += dy * pull1
            v2[2] += dz * pull1
        for position, (vx, vy, vz), _ in bodies:
            position[0] += dt * vx
            position[1] += dt * vy
            position[2] += dt * vz


def main(n):
    bodies = make_bodies()
    pairs = make_pairs(bodies)
    rest(bodies)
    before = energy(bodies, pairs)
    advance(bodies, pairs, 0.01, n)
    after = energy(bodies, pairs)
    return abs(after - before) < 1e-4, round(after, 6)

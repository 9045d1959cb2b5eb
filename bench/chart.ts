/** A line over time. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 720;
const HEIGHT = 150;
const LEFT = 50;
const BELOW = 26;

/** Lines above each other, each with a scale of its own from zero, as an SVG picture. */
export function drawn(lines: readonly Line[], unit: string): string {
  const whole = lines.length * (HEIGHT + BELOW);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${whole}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${whole}" fill="#fff"/>
${lines.map((line, i) => `<g transform="translate(0 ${i * (HEIGHT + BELOW)})">${one(line, unit)}</g>`).join("\n")}
</svg>
`;
}

function one({ name, points }: Line, unit: string): string {
  const [farthest, highest] = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis] ?? 0)));
  const top = niceAbove(highest ?? 0);
  const x = (value: number) => LEFT + (value / (farthest ?? 1)) * (WIDTH - LEFT - 10);
  const y = (value: number) => HEIGHT - (value / top) * (HEIGHT - 22);
  const grid = [0, top / 2, top].map(
    (value) =>
      `<path d="M${LEFT} ${y(value)}H${WIDTH - 10}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const path = points.map(([at, value], i) => `${i === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
  return `${grid.join("")}
<path d="${path.join("")}" fill="none" stroke="#0b62c4" stroke-width="1.5"/>
<text x="${LEFT}" y="14" font-weight="bold">${name}</text>
<text x="${WIDTH - 10}" y="${HEIGHT + 16}" text-anchor="end">${(farthest ?? 0).toFixed(0)} ${unit}</text>`;
}

/** The next of 1, 2, 4, 6, 8 with zeroes behind. */
function niceAbove(value: number): number {
  const digit = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return ([1, 2, 4, 6, 8, 10].find((step) => step * digit >= value) ?? 10) * digit;
}

import type { Figure } from "./figure";
import { shown } from "./table";

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 150;
const TOP = 30;
const BOTTOM = 50;
/** Told apart by their dashes too. */
const LINES = [
  { name: "users-up-seconds", title: "up", color: "#1b6ca8", dash: "" },
  { name: "users-first-preview-seconds", title: "first preview", color: "#b3541e", dash: "8 4" },
  { name: "users-refresh-seconds", title: "refresh", color: "#2a7f3f", dash: "2 3" },
  { name: "users-edit-seconds", title: "edit of ten", color: "#7a3e9d", dash: "10 3 2 3" },
] as const;

/** Seconds of each operation over the number of people, on logarithmic axes: linear growth is a slope of one. */
export function plot(figures: readonly Figure[]): string {
  const lines = LINES.map((line) => ({ ...line, points: figures.filter(({ name }) => name === line.name) }));
  const all = lines.flatMap(({ points }) => points);
  const x = axis(
    all.map(({ n }) => n),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(
    all.map(({ value }) => value),
    HEIGHT - BOTTOM,
    TOP,
  );
  const drawn = lines.flatMap(({ title, color, dash, points }) => {
    const last = points.at(-1);
    if (!last) return [];
    const path = points.map(({ n, value }) => `${at(x.of(n))},${at(y.of(value))}`).join(" ");
    return [
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/>`,
      ...points.map(({ n, value }) => `<circle cx="${at(x.of(n))}" cy="${at(y.of(value))}" r="3" fill="${color}"/>`),
      `<text x="${at(x.of(last.n) + 8)}" y="${at(y.of(last.value) + 4)}" fill="${color}">${title}, ${shown(last.value)} s</text>`,
    ];
  });
  const grid = [
    ...x.ticks.map((tick) => line(x.of(tick), TOP, x.of(tick), HEIGHT - BOTTOM)),
    ...y.ticks.map((tick) => line(LEFT, y.of(tick), WIDTH - RIGHT, y.of(tick))),
    ...x.ticks.map(
      (tick) => `<text x="${at(x.of(tick))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${shown(tick)}</text>`,
    ),
    ...y.ticks.map((tick) => `<text x="${LEFT - 8}" y="${at(y.of(tick) + 4)}" text-anchor="end">${shown(tick)}</text>`),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">people in one Users resource</text>`,
    `<text x="${LEFT - 8}" y="${TOP - 12}" text-anchor="end">seconds</text>`,
  ];
  const style = "text{font:13px system-ui,sans-serif;fill:#333}";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Seconds of each operation over the number of people">`,
    `<style>${style}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...grid,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

/** A logarithmic axis over whole decades. */
function axis(values: readonly number[], from: number, to: number) {
  const exponents = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.floor(Math.min(...exponents, 0));
  const high = Math.max(low + 1, Math.ceil(Math.max(...exponents, 1)));
  return {
    of: (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => Number((10 ** (low + i)).toPrecision(1))),
  };
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="#ddd"/>`;
}

function at(place: number): string {
  return place.toFixed(1);
}

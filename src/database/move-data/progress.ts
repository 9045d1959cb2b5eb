import { styleText } from "node:util";

export interface Progress {
  readonly step: "copied" | "compared" | "written" | "indexed";
  readonly table: string;
  readonly done: number;
  readonly total: number;
}

/** What the progress is shown on; a part of `process.stdout`. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR = 24;
const REDRAW_MS = 100;
/** Often enough to see in a log that it goes on. */
const LINE_MS = 10_000;

/**
 * Shows how far the move is: a bar that is redrawn on a terminal, otherwise a line for each table and now and then.
 * @param clock in milliseconds
 */
export function progressOn(screen: Screen, clock: () => number = performance.now.bind(performance)) {
  let current = "";
  let began = 0;
  let shown = 0;
  return (progress: Progress): void => {
    const now = clock();
    if (current !== progress.step + progress.table) {
      current = progress.step + progress.table;
      began = now;
      shown = screen.isTTY ? 0 : now;
    }
    const complete = progress.done >= progress.total;
    if (!complete && now - shown < (screen.isTTY ? REDRAW_MS : LINE_MS)) return;
    shown = now;
    const words = describe(progress, now - began);
    if (!screen.isTTY) screen.write(`${words}\n`);
    else screen.write(`\r\x1b[K${bar(progress)} ${words}${complete ? "\n" : ""}`);
  };
}

function describe({ step, table, done, total }: Progress, elapsed: number): string {
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const rows = done >= total ? number(total) : `${number(done)} of ${number(total)}`;
  const rate = elapsed > 0 && done > 0 ? `, ${number((done * 1000) / elapsed)} a second` : "";
  return `${table}: ${rows} rows ${step}${rate}`;
}

function bar({ done, total }: Progress): string {
  const filled = total === 0 ? BAR : Math.min(BAR, Math.floor((done / total) * BAR));
  return styleText("green", "█".repeat(filled)) + "░".repeat(BAR - filled);
}

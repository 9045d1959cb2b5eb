import type { Exchange } from "./exchange.ts";
import type { Difference } from "./compare.ts";
import type { Outcome } from "./player.ts";
import { knownRoutes } from "./routes.ts";

interface RouteResult {
  same: number;
  different: number;
  unplayed: number;
  /** The shortest request that was answered differently. */
  smallest?: { readonly exchange: Exchange; readonly differences: readonly Difference[] };
  /** Why requests could not be played. */
  readonly reasons: Set<string>;
}

/** The differences of one request that fit on a screen; `--report` has all of them. */
const SHOWN = 8;

/** What a rehearsal has shown, route by route. */
export class RehearsalReport {
  readonly #routes = new Map<string, RouteResult>();

  add(exchange: Exchange, outcome: Outcome): void {
    const result = this.#routes.get(exchange.route) ?? {
      same: 0,
      different: 0,
      unplayed: 0,
      reasons: new Set<string>(),
    };
    this.#routes.set(exchange.route, result);
    result[outcome.kind] += 1;
    if (outcome.kind === "unplayed") result.reasons.add(outcome.because);
    if (outcome.kind !== "different") return;
    const size = (one: Exchange) => JSON.stringify(one.request).length;
    if (result.smallest && size(result.smallest.exchange) <= size(exchange)) return;
    result.smallest = { exchange, differences: outcome.differences };
  }

  get different(): number {
    return this.#sum("different");
  }

  get played(): number {
    return this.#sum("same") + this.different;
  }

  #sum(kind: "same" | "different" | "unplayed"): number {
    return [...this.#routes.values()].reduce((sum, result) => sum + result[kind], 0);
  }

  /** The routes that no client asked for, of the contracts that any client spoke. */
  neverSeen(): string[] {
    const spoken = new Set(knownRoutes.filter(({ name }) => this.#routes.has(name)).map(({ contract }) => contract));
    const missing = knownRoutes.filter(({ name, contract }) => spoken.has(contract) && !this.#routes.has(name));
    return missing.map(({ name }) => name);
  }

  /** For people. */
  describe(): string {
    const width = Math.max(...[...this.#routes.keys()].map((name) => name.length), 0);
    const rows = [...this.#routes].sort(([a], [b]) => (a < b ? -1 : 1));
    const table = rows.map(([name, { same, different, unplayed }]) => {
      const parts = [`${same} same`, `${different} different`, ...(unplayed > 0 ? [`${unplayed} not played`] : [])];
      return `${different > 0 ? "✗" : "✓"} ${name.padEnd(width)}  ${parts.join(", ")}`;
    });
    const unplayed = rows.flatMap(([name, { reasons }]) => [...reasons].map((reason) => `${name}: ${reason}`));
    return [
      ...table,
      ...section(
        "Different; the smallest request of each route",
        rows.flatMap(([, { smallest }]) => shown(smallest)),
      ),
      ...section("Not played", unplayed),
      ...section("Never seen", this.neverSeen()),
    ].join("\n");
  }

  /** For programs. */
  toJSON() {
    const routes = [...this.#routes].map(([name, { reasons, ...result }]) => [
      name,
      { ...result, reasons: [...reasons] },
    ]);
    return { routes: Object.fromEntries(routes) as Record<string, unknown>, neverSeen: this.neverSeen() };
  }
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];

function shown(smallest: RouteResult["smallest"]): string[] {
  if (!smallest) return [];
  const { request, client } = smallest.exchange;
  const more = smallest.differences.length - SHOWN;
  const body = request.body.kind === "json" ? ` ${JSON.stringify(request.body.value)}` : "";
  return [
    `${request.method} ${request.target}${body} (${client})`,
    ...smallest.differences
      .slice(0, SHOWN)
      .map(
        ({ where, expected, actual }) => `    ${where}: was ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`,
      ),
    ...(more > 0 ? [`    … and ${more} more: --report FILE writes all of them`] : []),
  ];
}

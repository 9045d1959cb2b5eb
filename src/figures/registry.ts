import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValueWithName,
  Registry,
} from "prom-client";
import type { Deps } from "../deps.ts";
import type { HashFigures } from "../auth/hash-queue.ts";
import { DURATIONS, type Tallies } from "./tallies.ts";

/** What is read of the server when somebody asks for its figures. */
export type Figured = Pick<Deps, "tallies" | "passwords" | "mailer" | "config">;

/** A process's figures, as `together` takes them. */
export type Figures = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

/** The text that Prometheus reads: the figures of all processes, added up. What has no value yet is left out. */
export const together = (all: readonly Figures[]): Promise<string> =>
  AggregatorRegistry.aggregate(
    all.map((figures) =>
      figures.map((figure) => ({ ...figure, values: figure.values.filter(({ value }) => Number.isFinite(value)) })),
    ),
  ).metrics();

/**
 * The figures of this process, read off the server each time that they are asked for; only those of the event loop and of
 * memory, which are Node's, are watched from the first time on.
 */
export function figuresOf(server: Figured): () => Promise<Figures> {
  const registry = new Registry();
  const { tallies, passwords, mailer, config } = server;
  const counter = (name: string, help: string, labels: readonly string[], read: Reading) =>
    new Counter({ name, help, labelNames: [...labels], registers: [registry], collect: filling(labels, read) });
  const gauge = (name: string, help: string, labels: readonly string[], read: Reading) =>
    new Gauge({ name, help, labelNames: [...labels], registers: [registry], collect: filling(labels, read) });

  gauge("storefront_processes", "Processes whose figures these are.", ["version"], () => [[1, config.version]]);
  counter("storefront_requests_total", "Requests by route and HTTP status.", ["route", "status"], () =>
    [...tallies.routes].flatMap(([route, { statuses }]) => [...statuses].map(([status, n]) => [n, route, status])),
  );
  registry.registerMetric(durations(tallies));
  const named = (counts: ReadonlyMap<string, number>) => () => [...counts].map(([name, n]) => [n, name] as const);
  counter("storefront_operations_total", OPERATIONS, ["operation"], named(tallies.operations));
  counter("storefront_errors_total", "Errors that clients were told of.", ["code"], named(tallies.errors));
  counter("storefront_refusals_total", "Acts that a limit has refused.", ["limit"], named(tallies.refusals));

  const caches = () => [...tallies.caches].map(([name, read]) => ({ name, ...read() }));
  counter("storefront_cache_reads_total", "Reads of what is kept in memory.", ["cache", "outcome"], () =>
    caches().flatMap(({ name, hits, misses }) => [[hits, name, "hit"] as const, [misses, name, "miss"] as const]),
  );
  gauge("storefront_cache_bytes", "About how much memory is taken.", ["cache"], () =>
    caches().map(({ name, bytes }) => [bytes, name]),
  );

  const hash = (name: keyof HashFigures) => () => [[passwords.figures()[name]] as const];
  gauge("storefront_hash_waiting", "Passwords that wait for their turn.", [], hash("waiting"));
  counter("storefront_hashes_total", "Passwords that have had their turn.", [], hash("begun"));
  counter("storefront_hash_wait_seconds_total", "How long all of those waited.", [], hash("waitedSeconds"));
  counter(
    "storefront_hash_refusals_total",
    "Passwords refused, as the wait would have been too long.",
    [],
    hash("refused"),
  );

  gauge("storefront_mails_queued", "Mails on their way.", [], () => [[mailer.stats.queued]]);
  counter(
    "storefront_mails_total",
    "Mails by what became of them; retried: tries that were not the last.",
    ["outcome"],
    () => (["sent", "retried", "failed"] as const).map((outcome) => [mailer.stats[outcome], outcome]),
  );
  collectDefaultMetrics({ register: registry });
  return () => registry.getMetricsAsJSON();
}

const OPERATIONS = "Operations by name, of documents that are known beforehand; other: what clients write.";

/** Values, each with what its labels are. */
type Reading = () => readonly (readonly [value: number, ...labels: (string | number)[]])[];

/** What prom-client calls when the figure is asked for. */
function filling(labels: readonly string[], read: Reading) {
  return function (this: { reset(): void; inc(labels: Record<string, string | number>, value: number): void }): void {
    this.reset();
    for (const [value, ...held] of read()) {
      this.inc(Object.fromEntries(labels.map((label, n) => [label, held[n] ?? ""])), value);
    }
  };
}

const SECONDS = "storefront_request_seconds";

/** prom-client's histogram, but of durations that have been sorted already. */
function durations(tallies: Tallies): Histogram<"route"> {
  return new (class extends Histogram<"route"> {
    override async get(): Promise<MetricObjectWithValues<MetricValueWithName<"route">>> {
      const values = [...tallies.routes].flatMap(([route, { durations, seconds }]) => {
        let count = 0;
        const buckets = durations.map((n, slot) => {
          count += n;
          return { metricName: `${SECONDS}_bucket`, value: count, labels: { route, le: DURATIONS[slot] ?? "+Inf" } };
        });
        return [
          ...buckets,
          { metricName: `${SECONDS}_sum`, value: seconds, labels: { route } },
          { metricName: `${SECONDS}_count`, value: count, labels: { route } },
        ];
      });
      return { ...(await super.get()), values };
    }
  })({ name: SECONDS, help: "How long requests took, by route.", labelNames: ["route"], registers: [] });
}

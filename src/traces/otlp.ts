import {
  type Context,
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as traces,
  type Tracer,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { getOperationAST } from "graphql";
import type { Logger } from "pino";
import { type AnswerRecord, recordIfAny } from "../answers/record.ts";
import type { Config } from "../config.ts";
import type { Trace } from "./trace.ts";
import type { Watcher } from "./watched.ts";

/** What a stop may wait for, in milliseconds. */
const CLOSING_MS = 1000;
/** How long spans are sent, and sent again, in milliseconds: the process cannot end meanwhile. */
const EXPORT_MS = 2000;

export interface TraceExport {
  readonly watch: Watcher;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/**
 * Sends a trace of each request to a collector of OpenTelemetry, by OTLP over HTTP: the request, its operations, their
 * statements. A request that comes with a `traceparent` (W3C Trace Context) belongs to that trace. Spans have no values,
 * of variables or of statements, and no documents. What else OpenTelemetry's variables say (`OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_EXPORTER_OTLP_HEADERS`), its packages read by themselves.
 */
export function openTraceExport(config: Config, endpoint: string, log: Logger): TraceExport {
  const told = (message: string) => log.warn({ reason: message }, "traces could not be sent");
  diag.setLogger({ error: told, warn: told, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_MS,
  });
  const own = { "service.name": "storefront-api", "service.version": config.version };
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes(own))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("storefront-api", config.version);
  const propagator = new W3CTraceContextPropagator();
  const database = config.databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";

  const watch: Watcher = (trace, req, res) => {
    const parent = propagator.extract(ROOT_CONTEXT, req.headers, defaultTextMapGetter);
    const { method = "" } = req;
    const record = recordIfAny(req);
    const span = tracer.startSpan(
      record?.route ?? method,
      { kind: SpanKind.SERVER, startTime: trace.startedAt, attributes: requestAttributes(method, trace.url, record) },
      parent,
    );
    span.setAttribute("http.response.status_code", res.statusCode);
    if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    addSteps(tracer, trace, traces.setSpan(parent, span), database);
    span.end(trace.startedAt + trace.age);
  };
  return {
    watch,
    close: async () => {
      const late = new Promise<void>((resolve) => void setTimeout(resolve, CLOSING_MS).unref());
      await Promise.race([provider.shutdown().catch((error: unknown) => told(String(error))), late]);
    },
  };
}

function requestAttributes(method: string, url: string, record: AnswerRecord | undefined) {
  const failure = record?.failures[0]?.code;
  return {
    "http.request.method": method,
    "url.path": url.split("?", 1)[0] ?? "",
    ...(record?.route !== undefined && { "http.route": record.route.split(" ", 2)[1] ?? "" }),
    ...(failure !== undefined && { "error.type": failure }),
  };
}

/** Statements belong to the operation during which they began. */
function addSteps(
  tracer: Tracer,
  { startedAt, operations, statements }: Trace,
  parent: Context,
  database: string,
): void {
  const ran = operations.map(({ document, at, ms, failed }) => {
    const { operation = "query", name } = getOperationAST(document) ?? {};
    const attributes = { "graphql.operation.type": operation, "graphql.operation.name": name?.value ?? "" };
    const span = tracer.startSpan(`GraphQL ${operation}`, { startTime: startedAt + at, attributes }, parent);
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(startedAt + at + ms);
    return { at, ms, context: traces.setSpan(parent, span) };
  });
  for (const { sql, at, ms, failed } of statements) {
    const within = ran.find((operation) => operation.at <= at && at <= operation.at + operation.ms);
    const attributes = { "db.system.name": database, "db.query.text": sql };
    const name = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? "SQL";
    const options = { kind: SpanKind.CLIENT, startTime: startedAt + at, attributes };
    const span = tracer.startSpan(name, options, within?.context ?? parent);
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(startedAt + at + ms);
  }
}

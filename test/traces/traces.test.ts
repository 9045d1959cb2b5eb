import { expect, onTestFinished, test } from "vitest";
import { graphql, login, register, send } from "../process/client.ts";
import { end, migratedFolder, run, type Shop, SLOWLY, start } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { attribute, startCollector } from "./collector.ts";

const PASSWORD = "hunter2-hunter2";
const EMAIL = "ada@example.com";

/** Names every module of OpenTelemetry that the process loads, on stderr. */
const TELLING = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ load(url, context, next) {
    if (url.includes("@opentelemetry/")) process.stderr.write("loads " + url + "\\n");
    return next(url, context);
  } });`)}`;

const settings = async () => ({
  DATA_DIR: await migratedFolder(),
  NODE_OPTIONS: `--import=${TELLING}`,
  // What is in the machine's own cache would be loaded all the same, but hooks see it either way.
  DEMO_DATA: "off",
});

async function useIt({ url }: Shop): Promise<void> {
  await register(url, EMAIL, PASSWORD);
  await login(url, EMAIL, PASSWORD);
  await graphql(url, `mutation { login(input: { account: "${EMAIL}", password: "${PASSWORD}" }) { accessToken } }`);
  await send(`${url}/api/products?limit=1`);
}

test("without a collector nothing of OpenTelemetry is loaded", SLOWLY, async () => {
  const shop = await start(await settings());
  await useIt(shop);
  expect(shop.stderr()).toBe("");
});

test("a collector gets each request with its operation and its statements, and nothing secret", SLOWLY, async () => {
  const collector = await startCollector();
  onTestFinished(collector.close);
  const shop = await start({
    ...(await settings()),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=trial",
  });
  await useIt(shop);
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  await fetch(`${shop.url}/api/products/name/nothing`, { headers });
  // What waits to be sent is sent before the end.
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(shop.stderr()).toContain("loads file:");

  const spans = await eventually(() => collector.spans().length > 0 && collector.spans(), "spans");
  const request = spans.find(({ name }) => name === "POST /api/users/login");
  expect(request && attribute(request, "http.response.status_code")).toEqual(200);
  const within = (id: string | undefined) => spans.filter(({ parentSpanId }) => parentSpanId === id);
  const [operation] = within(request?.spanId);
  expect(operation && attribute(operation, "graphql.operation.name")).toBe("BearerLogin");
  const statements = within(operation?.spanId);
  expect(statements.map((span) => attribute(span, "db.query.text"))).toContainEqual(expect.stringContaining("SELECT"));
  for (const { startTimeUnixNano, endTimeUnixNano } of [operation, ...statements].filter(
    (span) => span !== undefined,
  )) {
    expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(request?.startTimeUnixNano ?? 0));
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
  }
  expect(spans.filter((span) => span.traceId === traceId).map(({ name }) => name)).toContain(
    "GET /api/products/name/{product_name:path}",
  );
  const [resource = []] = collector.resources();
  expect(attribute({ attributes: resource }, "service.name")).toBe("storefront-api");
  expect(attribute({ attributes: resource }, "deployment.environment.name")).toBe("trial");
  expect(collector.text()).not.toContain(PASSWORD);
  expect(collector.text()).not.toContain(EMAIL);
});

test("a collector that is away changes nothing for clients, and the end does not wait for it", SLOWLY, async () => {
  const shop = await start({ ...(await settings()), OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
  await useIt(shop);
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
});

test("an address that is none is named at the start", SLOWLY, async () => {
  const shop = run({ ...(await settings()), OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" });
  expect(await end(shop)).toEqual({ code: 1, signal: null });
  expect(shop.stderr()).toContain("OTEL_EXPORTER_OTLP_ENDPOINT: must start with http:// or https://");
});

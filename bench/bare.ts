/**
 * The floor that the shop is measured against: node:http, which reads a request to its end and answers a constant of as
 * many bytes as its path says. Prints its port.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const bodies = new Map<string, Buffer>();

function bodyOf(path: string): Buffer {
  let body = bodies.get(path);
  if (body === undefined) bodies.set(path, (body = Buffer.alloc(Number(path.slice(1)), "x")));
  return body;
}

const server = createServer((req, res) => {
  const body = bodyOf(req.url ?? "");
  const answer = () =>
    void res.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
  if (req.method === "GET") answer();
  else req.resume().once("end", answer);
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port)); // of a TCP port
process.on("SIGTERM", () => process.exit(0));

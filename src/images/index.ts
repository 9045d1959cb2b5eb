import { resolve } from "node:path";
import { Router, type Request, type Response } from "express";
import { sendBytes, sendDetail, sendFile, sendVerdict } from "./answer.ts";
import { ImageCache, type ImageFigures } from "./cache.ts";
import { evaluate, type Content } from "./conditions.ts";
import { ImageChanging, versionOf, type Image } from "./image.ts";
import { imageName } from "./name.ts";
import { openBelow } from "./open.ts";

/** A file that is replaced between the look at it and its opening is looked at anew, this many times. */
const ATTEMPTS = 3;

interface Options {
  readonly catalogDir: string;
  /** Told when a request is answered from memory; `stands` says whether the image would still be the same. */
  readonly onKept?: (req: Request, stands: () => boolean) => void;
  /** Told once how to learn what is in memory. */
  readonly onOpen?: (figures: () => ImageFigures) => void;
}

/**
 * The images below a folder, read-only: to be mounted where their URLs begin. The folder may be a symbolic link, and
 * may come and go; nothing outside of it is ever served. A change on the disk shows within a second.
 *
 * Every request that reaches the router is answered by it. Failures of the machine, such as too many open files, go to
 * the error handler of the app.
 */
export function catalogImages({ catalogDir, onKept, onOpen }: Options): Router {
  const folder = resolve(catalogDir);
  const cache = new ImageCache(folder);
  onOpen?.(() => cache.figures);
  // Without a path, so that Express neither decodes nor normalises what is to be judged here.
  return Router().use((req: Request, res: Response) => {
    if (req.method !== "GET" && req.method !== "HEAD") return refuseMethod(req, res);
    const name = imageName(req.url);
    if (name === null) return sendDetail(res, 404, "Not Found");
    const image = cache.fresh(name);
    if (image) onKept?.(req, () => cache.fresh(name) === image);
    // An await would cost a turn of the microtask queue, and what comes with it, for most requests.
    if (image && sendKept(req, res, image) === "sent") return;
    return serve(folder, cache, name, req, res);
  });
}

function refuseMethod(req: Request, res: Response): void {
  if (req.method === "OPTIONS") res.writeHead(204, ["Allow", "GET, HEAD"]).end();
  else sendDetail(res, 405, "Method Not Allowed", ["Allow", "GET, HEAD"]);
}

/** Answers what can be answered without the file; tells what to answer with the file otherwise. */
function sendKept(req: Request, res: Response, image: Image): Content | "sent" {
  const outcome = evaluate(req, image);
  if (outcome.kind !== "whole" && outcome.kind !== "part") sendVerdict(res, image, outcome);
  else if (req.method === "HEAD") sendBytes(res, image, outcome, null);
  else if (image.bytes) sendBytes(res, image, outcome, image.bytes);
  else return outcome;
  return "sent";
}

async function serve(folder: string, cache: ImageCache, name: string, req: Request, res: Response): Promise<void> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const image = cache.fresh(name) ?? (await cache.current(name));
      if (image === null) return sendDetail(res, 404, "Not Found");
      const content = sendKept(req, res, image);
      if (content === "sent") return;
      const file = await openBelow(folder, name);
      try {
        if (file !== null && versionOf(file.stats) === image.version) return await sendFile(res, image, content, file);
      } finally {
        await file?.handle.close();
      }
      cache.forget(name);
    }
  } catch (error) {
    if (!(error instanceof ImageChanging)) throw error;
  }
  sendDetail(res, 503, "The image is being replaced", ["Retry-After", "1"]);
}

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sh } from "./sells.ts";

/**
 * Carries a Dockerfile out in folders instead of images, as far as ours goes: one instruction a line, `/app` and `/data`
 * the only absolute paths. Users, volumes and ports are left out.
 */
export class Build {
  /** Of the last image: what starts it and what asks for its health, as lines for a shell. */
  command = "false";
  health = "false";
  /** The settings of the last image. */
  env: Record<string, string> = {};
  readonly #context: string;
  readonly #scratch: string;
  readonly #outside: Readonly<Record<string, string>>;
  #image = "";
  #work = "/";

  constructor(context: string, scratch: string, env: Readonly<Record<string, string>>) {
    this.#context = context;
    this.#scratch = join(scratch, "images");
    // In the place of the Node of the image, the one that runs this.
    this.#outside = { ...env, PATH: `${this.#scratch}:${dirname(process.execPath)}:${env["PATH"]}` };
    mkdirSync(this.#scratch);
    // The users of an image are not those of this machine.
    writeFileSync(join(this.#scratch, "chown"), "#!/bin/sh\n", { mode: 0o755 });
  }

  /** The folder that the last image works in. */
  get folder(): string {
    return join(this.#image, this.#work);
  }

  /** @throws when a command fails, and on an instruction that is not understood */
  follow(dockerfile: string): void {
    for (const line of dockerfile.split("\n")) {
      if (line.trim() === "" || line.startsWith("#")) continue;
      const [, name = "", text = ""] = /^(\S+)\s+(.*[^\\])$/.exec(line) ?? [];
      this.#carryOut(name, text);
    }
  }

  #carryOut(name: string, text: string): void {
    switch (name) {
      case "FROM":
        return this.#from(/ AS (\w+)$/.exec(text)?.[1] ?? "last");
      case "WORKDIR":
        this.#work = text;
        return void mkdirSync(this.folder, { recursive: true });
      case "ENV":
        return void Object.assign(this.env, Object.fromEntries([this.#moved(text).split("=", 2)]));
      case "COPY":
        return this.#copy(text.split(/\s+/));
      case "RUN":
        return sh(this.#moved(text), this.folder, this.env);
      case "HEALTHCHECK":
        this.health = quoted(text.replace(/^.*? CMD /, ""));
        return;
      case "CMD":
        this.command = quoted(text);
        return;
      case "USER":
      case "VOLUME":
      case "EXPOSE":
        return;
      default:
        throw new Error(`This is not understood of the Dockerfile: ${name} ${text}`);
    }
  }

  #from(stage: string): void {
    this.#image = join(this.#scratch, stage);
    this.#work = "/";
    this.env = { ...this.#outside };
    mkdirSync(this.#image);
  }

  #copy(words: readonly string[]): void {
    const stage = words.flatMap((word) => /^--from=(.+)/.exec(word)?.[1] ?? [])[0];
    const paths = words.filter((word) => !word.startsWith("--"));
    const target = paths.pop() ?? "";
    const source = stage === undefined ? this.#context : join(this.#scratch, stage);
    for (const path of paths) {
      const to = join(this.folder, target.endsWith("/") ? join(target, path) : target);
      cpSync(join(source, path), to, { recursive: true, verbatimSymlinks: true });
    }
  }

  /** Absolute paths of the image become those of its folder. */
  #moved(text: string): string {
    return text.replaceAll(/(?<=^|[\s=])\/(?:app|data)\b/g, (path) => join(this.#image, path));
  }
}

/** A command that is given as a list of words. */
function quoted(list: string): string {
  const words: string[] = JSON.parse(list);
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
}

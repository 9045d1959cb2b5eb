import type { RequestListener } from "node:http";
import { Player } from "./player.ts";
import { watchingProxy } from "./proxy.ts";
import { RehearsalReport } from "./report.ts";
import { Vault, withoutSecrets } from "./secrets.ts";

/** Requests that may wait for the target; more would mean that it cannot keep up, and are let go. */
const MAX_WAITING = 1000;

/** The old server answers, and what the clients sent is played to the new one as well. */
export interface Shadow {
  readonly listener: RequestListener;
  readonly report: RehearsalReport;
  /** Requests that were not played, as the target could not keep up. */
  letGo(): number;
  /** Resolves when everything that came so far has been compared. */
  settled(): Promise<void>;
}

interface Options {
  readonly upstream: URL;
  readonly target: URL;
  readonly sample: number;
  readonly onFailure: (error: unknown) => void;
}

/** Nothing is written anywhere: the secrets that are sent on stay in memory. */
export function createShadow({ upstream, target, sample, onFailure }: Options): Shadow {
  const [vault, report] = [new Vault(), new RehearsalReport()];
  const player = new Player({ target, secret: (variable) => secretIn(vault, variable) });
  let [last, waiting, letGo]: [Promise<void>, number, number] = [Promise.resolve(), 0, 0];
  const listener = watchingProxy({
    upstream,
    sample,
    onExchange: (raw) => {
      const exchange = withoutSecrets(raw, vault);
      if (waiting >= MAX_WAITING) return void (letGo += 1);
      waiting += 1;
      last = last
        .then(async () => report.add(exchange, await player.play(exchange)))
        .catch(onFailure)
        .finally(() => void (waiting -= 1));
    },
  });
  return { listener, report, letGo: () => letGo, settled: () => last };
}

/** Passwords are the same at both; codes and tokens are each server's own. */
const secretIn = (vault: Vault, variable: string): string | undefined =>
  /password|secret/.test(variable) ? vault.valueOf(variable) : undefined;

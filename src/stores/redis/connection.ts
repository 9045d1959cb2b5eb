import { Cluster, Redis, type RedisOptions } from "ioredis";

/** Less than an act may take, so that ioredis gives its own reason first. */
export const ANSWER_MS = 1000;

/** What acts are sent over: one server's connection, or those to the nodes of a cluster. */
export type Connection = Redis | Cluster;

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Bounds of every connection, to a single server and to a node alike. */
const BOUNDS = {
  connectTimeout: ANSWER_MS,
  commandTimeout: ANSWER_MS,
  // A connection whose other end is silent (frozen, or behind a dropped route) would otherwise stay "ready".
  socketTimeout: ANSWER_MS,
  disconnectTimeout: ANSWER_MS,
  maxLoadingRetryTime: ANSWER_MS,
  // Nothing is sent twice: the act may have been done, and its caller has been told of the failure.
  autoResendUnfulfilledCommands: false,
  // Nobody could catch its failure.
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
} satisfies RedisOptions;

const retryMs = (attempt: number) => Math.min(50 * 2 ** (attempt - 1), 2000) + Math.random() * 100;

/** What carries the acts, not connected yet: a cluster's client where the URL says `?cluster=true`. */
export function connectionTo(url: string): Connection {
  return isCluster(url) ? clusterAt(url) : serverAt(url);
}

/** Whether the URL names a node of a cluster. */
export function isCluster(url: string): boolean {
  return new URL(url).searchParams.get("cluster") === "true";
}

/**
 * A connection to one server that is not made yet; made, it comes back by itself whenever it is lost.
 * @param elsewhere where to look for it from then on, asked each time that it is lost
 */
export function serverAt(url: string, elsewhere?: () => Address | undefined): Redis {
  const redis = new Redis(url, {
    ...BOUNDS,
    lazyConnect: true,
    enableAutoPipelining: true,
    // Nothing is kept for later.
    enableOfflineQueue: false,
    retryStrategy: (attempt) => {
      Object.assign(redis.options, elsewhere?.());
      return retryMs(attempt);
    },
    // After a failover the old primary keeps the connection and refuses writes: look for the new one.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
  return redis;
}

/** A cluster, of which the URL names any node; what it says about the user and TLS holds for all of them. */
function clusterAt(url: string): Cluster {
  // Never connected: it reads the URL as for a single server.
  const { host, port, username, password, tls, db } = new Redis(url, { lazyConnect: true }).options;
  if (db) throw new TypeError("A Redis Cluster has no numbered databases");
  return new Cluster([{ host, port }], {
    redisOptions: { ...BOUNDS, username, password, tls },
    lazyConnect: true,
    // A node's connection is made at the first command for it: the others of that moment wait for it, no longer than an
    // attempt lasts. Before the cluster itself is there nothing is sent (see the gate in client.ts).
    enableOfflineQueue: true,
    // In a pipeline, a slot that has moved fails the acts for it (they share an answer with others that were done); each
    // alone follows it.
    enableAutoPipelining: false,
    // A refusal says that the act was not done, so these cost time alone: less than an act has.
    maxRedirections: 8,
    // A connection that breaks, or a cluster that is down, fails the acts at once, as with a single server.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshTimeout: ANSWER_MS,
    // Names stay names: certificates are made out to them.
    dnsLookup: (name, done) => done(null, name),
    clusterRetryStrategy: retryMs,
  });
}

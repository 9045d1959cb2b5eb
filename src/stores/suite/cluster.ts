import { untilDone } from "../../../test/fixtures/waiting.ts";
import { type RedisServer, startRedis } from "../../../test/fixtures/redis.ts";

/** The number of slots that keys fall into. */
const SLOTS = 16_384;

/** A Redis Cluster of the test's own. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  /** Until every node finds the cluster whole. */
  whole(): Promise<void>;
  /** Gives a slot that has no keys to another node. */
  move(slot: number, to: RedisServer): Promise<void>;
  remove(): Promise<void>;
}

/** A cluster of three nodes, each with a third of the slots and without replicas. */
export async function startCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all([1, 2, 3].map(() => startRedis({ cluster: true })));
  const whole = () =>
    untilDone(async () => {
      for (const node of nodes) {
        const info = String(await node.command("CLUSTER", "INFO"));
        for (const part of ["cluster_state:ok", `cluster_slots_ok:${SLOTS}`, `cluster_known_nodes:${nodes.length}`]) {
          if (!info.includes(part)) throw new Error(`The cluster is not whole: no ${part}`);
        }
      }
    });
  const remove = async () => {
    await Promise.all(nodes.map((node) => node.remove()));
  };

  try {
    const from = (i: number) => Math.round((SLOTS * i) / nodes.length);
    for (const [i, node] of nodes.entries()) {
      await node.command("CLUSTER", "ADDSLOTSRANGE", `${from(i)}`, `${from(i + 1) - 1}`);
      for (const { port, busPort } of nodes.slice(0, i))
        await node.command("CLUSTER", "MEET", "127.0.0.1", port, busPort);
    }
    await whole();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    nodes,
    whole,
    remove,
    move: async (slot, to) => {
      const id = String(await to.command("CLUSTER", "MYID"));
      // The new owner first, so that nobody is sent to a node that refuses.
      for (const node of [to, ...nodes.filter((each) => each !== to)])
        await node.command("CLUSTER", "SETSLOT", `${slot}`, "NODE", id);
    },
  };
}

import { z } from "zod";
import { openHub } from "../hub.ts";
import type { MessageBus } from "../store.ts";
import type { Client } from "./client.ts";
import { serverAt } from "./connection.ts";
import { listening } from "./listening.ts";

/** What is published: topic and payload. */
const Message = z.tuple([z.string(), z.string()]);

interface MessageOptions {
  readonly url: string;
  readonly prefix: string;
  readonly onError: (error: Error) => void;
}

/**
 * Messages of all topics through one channel of Redis's publish/subscribe: whether they arrive is then one question, for
 * topics that are subscribed to later as well. A cluster passes what is published to all of its nodes, so listening to any
 * one of them will do; when that one is lost, another is tried.
 */
export function openMessages(client: Client, { url, prefix, onError }: MessageOptions): MessageBus & { close(): void } {
  // Publish/subscribe knows nothing of database numbers; shops that are told apart by theirs stay so.
  const channel = `${prefix}:messages:${client.database}`;
  const hub = openHub((feed) => {
    const onMessage = (text: string) => feed.deliver(...Message.parse(JSON.parse(text)));
    return listening(serverAt(url, client.anyNode), channel, { onMessage, onConnected: feed.connected, onError });
  }, onError);
  return {
    publish: async (topic, payload = "") => {
      const text = JSON.stringify([topic, payload] satisfies z.input<typeof Message>);
      await client.act((redis) => redis.publish(channel, text));
    },
    subscribe: hub.subscribe,
    onGap: hub.onGap,
    get connected() {
      return hub.connected;
    },
    close: hub.close,
  };
}

import { cacheExchange, Client, fetchExchange } from "urql";
import { auth } from "./auth.ts";

/** For one viewer: what it has read for somebody goes with it when they sign out. */
export const createClient = (): Client =>
  new Client({
    url: new URL("/graphql", import.meta.env.VITE_API_URL).href,
    exchanges: [cacheExchange, auth, fetchExchange],
    // Queries go by GET where they fit into an address: caches on the way may keep what is public.
    preferGetMethod: "within-url-limit",
    fetchOptions: {
      // Messages in the language of the page that they are shown on.
      headers: { "Accept-Language": document.documentElement.lang },
    },
  });

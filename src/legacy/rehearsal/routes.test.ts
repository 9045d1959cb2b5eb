import { expect, it } from "vitest";
import { knownRoutes, routeOf } from "./routes.ts";

it.each(knownRoutes.map(({ name, method, path }) => [name, method, path] as const))(
  "%s is known by what is asked for",
  (name, method, path) => {
    const target = path.replaceAll(/\{\w+:path\}/g, "a/b%20c").replaceAll(/\{\w+\}/g, "7");
    for (const sent of [target, `${target}?page=1`, `${target}/`]) expect(routeOf(method, sent)?.route.name).toBe(name);
  },
);

it("what no contract has is no route", () => {
  expect(routeOf("GET", "/api/elsewhere")).toBeUndefined();
  expect(routeOf("DELETE", "/users/login")).toBeUndefined();
});

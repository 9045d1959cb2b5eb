import { isIP } from "node:net";

/** As some proxies write it into `X-Forwarded-For`: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/;

/**
 * Whom a limit takes a client's address for: an IPv4 address, however it is written, or the first half of an IPv6
 * address, since whoever has one address of a /64 has them all. Anything else is one and the same stranger.
 */
export function networkOf(address: string): string {
  if (isIP(address) === 4) return address;
  const [, inBrackets, ipv4] = WITH_PORT.exec(address) ?? [];
  const bare = inBrackets ?? ipv4 ?? address;
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return networkOfIPv6(bare);
    default:
      return "unknown";
  }
}

function networkOfIPv6(address: string): string {
  const groups = groupsOf(address.split("%", 1)[0] ?? "");
  const [, , , , , sixth, seventh, eighth] = groups;
  const isMappedIPv4 = sixth === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (isMappedIPv4) return [seventh, eighth].flatMap((group = 0) => [group >> 8, group & 0xff]).join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The eight groups of an address without zone; URL knows every way to write one, and writes them all alike. */
function groupsOf(address: string): number[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = [], after = []] = written.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

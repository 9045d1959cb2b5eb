import { BlockList, isIP } from "node:net";
import { remembered } from "../remembered.ts";

/** As some proxies write it into `X-Forwarded-For`: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/;

/** For the networks of addresses: to read an IPv6 address costs as much as to count its request. */
const KNOWN_BYTES = 1024 * 1024;

/**
 * Whom a limit takes a client's address for: an IPv4 address, however it is written, or the first half of an IPv6
 * address, since whoever has one address of a /64 has them all. Anything else is one and the same stranger.
 */
export const networkOf = remembered(KNOWN_BYTES, readNetwork);

function readNetwork(address: string): string {
  const plain = plainAddress(address);
  if (plain === null) return "unknown";
  if (isIP(plain) === 4) return plain;
  const half = groupsOf(plain).slice(0, 4);
  return `${half.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The /48 of an IPv6 address, as providers give them to one customer; null for IPv4, which has nothing like it. */
export function siteOf(address: string): string | null {
  const plain = plainAddress(address);
  if (plain === null || isIP(plain) === 4) return null;
  const start = groupsOf(plain).slice(0, 3);
  return `${start.map((group) => group.toString(16)).join(":")}::/48`;
}

/** Whom an address stands for where one stranger must not be many: a site where it has one, or a network. */
export const strangerAt = (address: string): string => siteOf(address) ?? networkOf(address);

/** Whether an address lies in one of these networks, which are addresses or in CIDR notation. */
export function membership(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    const family = isIP(base) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(bits), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    return plain !== null && list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
  };
}

/** An IPv4 address, however it is written, or an IPv6 address without zone or port; null for anything else. */
function plainAddress(address: string): string | null {
  if (isIP(address) === 4) return address;
  const [, inBrackets, ipv4] = WITH_PORT.exec(address) ?? [];
  const bare = inBrackets ?? ipv4 ?? address;
  if (isIP(bare) !== 6) return isIP(bare) === 4 ? bare : null;
  const plain = bare.split("%", 1)[0] ?? "";
  const groups = groupsOf(plain);
  const isMappedIPv4 = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (!isMappedIPv4) return plain;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}

/** The eight groups of an address without zone; URL knows every way to write one, and writes them all alike. */
function groupsOf(address: string): number[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = [], after = []] = written.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

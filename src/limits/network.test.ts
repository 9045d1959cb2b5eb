import { expect, it } from "vitest";
import { membership, networkOf, siteOf } from "./network.ts";

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["203.0.113.7:4711", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["0:0:0:0:0:ffff:cb00:7107", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:80", "203.0.113.7"],
  ["::ffff:0.0.0.255", "0.0.0.255"],
])("%s is an IPv4 address", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"],
  ["2001:db8::1:0:0:1", "2001:db8:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["1::", "1:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::fffe:203.0.113.7", "0:0:0:0::/64"],
  ["1::ffff:203.0.113.7", "1:0:0:0::/64"],
])("%s is one of a /64", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each(["", "unknown", "1.2.3", "1.2.3.4.5", "999.1.1.1:80", "[x]", "::1::2", "[::1", " 127.0.0.1", "%", "1.2.3.4%a"])(
  "%j is nobody's address",
  (address) => {
    expect(networkOf(address)).toBe("unknown");
  },
);

it("a member is in one of the networks, in whichever way its address is written", () => {
  const isMember = membership(["192.0.2.7", "10.0.0.0/8", "2001:db8::/32", "fe80::1"]);
  const members = ["192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7:80", "10.255.0.1", "2001:db8:f::", "fe80::1%eth0"];
  expect(members.filter((address) => !isMember(address))).toEqual([]);
  const strangers = ["192.0.2.8", "11.0.0.1", "2001:db9::", "fe80::2", "", "unknown", "::ffff:11.0.0.1"];
  expect(strangers.filter(isMember)).toEqual([]);
  expect(membership([])("127.0.0.1")).toBe(false);
});

it.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["[2001:DB8:0001:ffff::1]:443", "2001:db8:1::/48"],
  ["203.0.113.7", null],
  ["::ffff:203.0.113.7", null],
  ["unknown", null],
])("%s is of the site %s", (address, site) => {
  expect(siteOf(address)).toBe(site);
});

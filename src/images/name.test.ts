import { describe, expect, it } from "vitest";
import { imageName } from "./name.ts";

describe("imageName", () => {
  it.each([
    ["/a.jpg", "a.jpg"],
    ["/JST%20EL/JST%20EL%202P-1.jpg?w=1#top", "JST EL/JST EL 2P-1.jpg"],
    ["/a+b%2Bc.JPG", "a+b+c.JPG"],
    ["/100%25%23%3F.png", "100%#?.png"],
    ["/%252e%252e.png", "%2e%2e.png"],
    ["/folder%2Fa.jpg", "folder/a.jpg"],
    ["/a..a%2fa.jpg", "a..a/a.jpg"],
    ["http://shop.example/a.jpg?b", "a.jpg"],
    ["/caf%C3%A9.webp", "café.webp"],
  ])("reads %s", (target, name) => expect(imageName(target, "linux")).toBe(name));

  it.each([
    "",
    "/",
    "?a.jpg",
    "//a.jpg",
    "/a.jpg/",
    "/a//b.jpg",
    "/%2Fa.jpg",
    "/../a.jpg",
    "/a/../b.jpg",
    "/a/%2e%2e/b.jpg",
    "/a/..%2fb.jpg",
    "/a/..%5Cb.jpg",
    "/a%5Cb.jpg",
    "/./a.jpg",
    "/.a.jpg",
    "/.jpg",
    "/.git/a.jpg",
    "/.../a.jpg",
    "/a./b.jpg",
    "/a.jpg.",
    "/a.jpg%00",
    "/a%00.jpg",
    "/a%0a.jpg",
    "/a%7f.jpg",
    "/a%zz.jpg",
    "/a%.jpg",
    "/a%e9.jpg",
    "/a%c0%ae.jpg",
    "/a.html",
    "/a.jpg.js",
    "/jpg",
    "/a.svgz",
    "http://shop.example",
  ])("refuses %s", (target) => expect(imageName(target, "linux")).toBeNull());

  it.each(["/c%3A/a.jpg", "/a.txt%3Ab.jpg", "/con.jpg", "/NUL/a.jpg", "/com1%20.jpg", "/a%20/b.jpg", "/a%3F.jpg"])(
    "refuses %s on Windows alone",
    (target) => {
      expect(imageName(target, "win32")).toBeNull();
      expect(imageName(target, "linux")).not.toBeNull();
    },
  );
});

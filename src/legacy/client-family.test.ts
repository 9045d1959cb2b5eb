import { expect, it } from "vitest";
import { clientFamily } from "./client-family.ts";

it.each([
  ["okhttp/4.9.1", "okhttp 4"],
  ["Dart/3.2 (dart:io)", "Dart 3"],
  ["python-requests/2.31.0", "python-requests 2"],
  ["axios/1.7.2", "axios 1"],
  ["MyShop/12.4.1 (iPhone; iOS 17.5; Scale/3.00) id=8f3a", "MyShop 12"],
  ["My Shop App/v3 CFNetwork/1490", "My Shop App 3"],
  ["node", "node"],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Chrome 126",
  ],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87", "Edge 126"],
  ["Mozilla/5.0 (iPhone) AppleWebKit/605 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17"],
  ["Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile Safari/537.36 XWEB/1160 MicroMessenger/8.0.49", "WeChat 8"],
  ["Mozilla/5.0 (Windows NT 6.1; rv:109.0) Gecko/20100101 Firefox/115.0", "Firefox 115"],
  ["", "other"],
  ["8c1f-42", "other"],
  ["\u0000\u0001", "other"],
])("%s is of the family %s", (userAgent, family) => {
  expect(clientFamily(userAgent)).toBe(family);
});

it("is short", () => {
  expect(clientFamily("x".repeat(5000)).length).toBeLessThanOrEqual(60);
});

import type { Request, Response } from "express";

/** An answer that is none: its status is the envelope's code. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws {Failure} */
export function fail(code: number, message: string): never {
  throw new Failure(code, message);
}

export function succeed(res: Response, data: unknown, message = "success"): void {
  res.json({ code: 200, message, data });
}

type Body = Readonly<Record<string, unknown>>;

/** @throws {Failure} 400 for a body that is no object */
export function bodyOf(req: Request): Body {
  const body: unknown = req.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) fail(400, "请求格式错误");
  return { ...body };
}

/** A text that a body has to have. @throws {Failure} 422 */
export function textIn(body: Body, name: string, isFine: (value: string) => boolean = () => true): string {
  const value = body[name];
  if (typeof value !== "string" || !isFine(value.trim())) fail(422, `${name}：格式不正确`);
  return value.trim();
}

/** The same, unless it is missing. */
export function optionalText(body: Body, name: string): string | undefined {
  return body[name] === undefined || body[name] === null ? undefined : textIn(body, name);
}

/** A number that a body has to have; its pages send the texts of their fields. @throws {Failure} 422 */
export function numberIn(body: Body, name: string, isFine: (value: number) => boolean): number {
  const value = body[name];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !isFine(number)) fail(422, `${name}：必须是数字`);
  return number;
}

/** @throws {Failure} 422 */
export function truthIn(body: Body, name: string, fallback: boolean): boolean {
  const value = body[name] ?? fallback;
  if (value === true || value === "true" || value === "1") return true;
  if (value === false || value === "false" || value === "0") return false;
  fail(422, `${name}：必须是布尔值`);
}

/** @throws {Failure} 422 */
export function idIn(req: Request, name: string): number {
  const text = req.params[name];
  if (typeof text !== "string" || !/^\d+$/.test(text)) fail(422, `${name}：必须是整数`);
  return Number(text);
}

export const isAddress = (value: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value);
export const isPassword = (value: string): boolean => value.length >= 8 && value.length <= 128;

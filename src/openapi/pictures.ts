/** The one route of the old contracts that stands in no table, since no GraphQL operation is behind it. */
export const PICTURES_PATH = "/cache/catalog/{file_path}";

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const common = { "X-Request-Id": header("X-Request-Id") };
const text = (description: string) => ({ description, schema: { type: "string" } });
const picture = { "image/*": { schema: { type: "string", contentMediaType: "application/octet-stream" } } };
const detail = {
  "application/json": {
    schema: {
      type: "object",
      properties: { detail: { type: "string" } },
      required: ["detail"],
      additionalProperties: false,
    },
  },
};

export const pictures = {
  operationId: "get-cache-catalog-file-path",
  tags: ["bearer"],
  summary: "A picture of the catalogue",
  description: "For everybody, and not limited. A single `Range` works.",
  security: [],
  parameters: [
    {
      name: "file_path",
      in: "path",
      description: "What follows `catalog/` in a product's path, percent-encoded; its slashes stay.",
      required: true,
      schema: { type: "string" },
      example: "CQRobot/JST EL/JST EL 2P-1.jpg",
    },
    ...["If-None-Match", "If-Modified-Since", "Range"].map((name) => ({
      name,
      in: "header",
      schema: { type: "string" },
    })),
  ],
  responses: {
    200: {
      description: "The picture.",
      headers: { ...common, ETag: header("ETag"), "Last-Modified": text("When the file was changed.") },
      content: picture,
    },
    206: {
      description: "A part of it.",
      headers: { ...common, "Content-Range": text("Which part, of how much.") },
      content: picture,
    },
    304: { description: "What the client has is still good.", headers: common },
    400: { description: "`If-Modified-Since` is malformed.", headers: common, content: detail },
    404: { description: "There is no such picture.", headers: common, content: detail },
    416: { description: "The range lies outside the file.", headers: common, content: detail },
  },
};

/** Of what is requested by name, only these are served; everything else does not exist as far as clients can tell. */
const MEDIA_TYPES = new Map([
  ["avif", "image/avif"],
  ["gif", "image/gif"],
  ["jpeg", "image/jpeg"],
  ["jpg", "image/jpeg"],
  ["png", "image/png"],
  ["svg", "image/svg+xml"],
  ["webp", "image/webp"],
]);

/**
 * Folders and files that are empty (`//`, a leading or trailing slash), begin with a dot (hidden, `.` and `..`) or end
 * with one (Windows drops it); and, anywhere, backslashes (a separator on Windows) and control characters such as NUL.
 */
const UNSAFE = /(?:^|\/)(?:[./]|$)|\.(?:\/|$)|[\\\p{Cc}]/u;

/** What Windows gives a meaning of its own: streams and drives (`:`), wildcards, trailing spaces, device names. */
const UNSAFE_ON_WINDOWS = /[<>:"|?*]| (?:\/|$)|(?:^|\/)(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(?:[./]|$)/i;

/**
 * The path of an image below the catalogue folder, with `/` between its parts, as a request target names it; null when
 * the target cannot name one. It is decoded once, and judged only after that: `%2e%2e` is `..`, and `%252e` is a name
 * with a percent sign in it. Like the server that clients were written for, `%2F` separates folders too.
 */
export function imageName(target: string, platform: NodeJS.Platform = process.platform): string | null {
  const name = decoded(path(target));
  if (name === null || mediaType(name) === undefined || UNSAFE.test(name)) return null;
  if (platform === "win32" && UNSAFE_ON_WINDOWS.test(name)) return null;
  return name;
}

/** The content type of a file by the end of its name, in any case; undefined when it is not an image that is served. */
export function mediaType(name: string): string | undefined {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? undefined : MEDIA_TYPES.get(name.slice(dot + 1).toLowerCase());
}

function path(target: string): string {
  // RFC 9112 §3.2.2: servers must take the absolute form too, whose scheme and host Express leaves in place.
  const relative = target.startsWith("/") ? target : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "");
  const end = relative.search(/[?#]/);
  return relative.slice(1, end === -1 ? undefined : end);
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

import { describe, expect, it } from "vitest";
import { isVerifiable } from "./foreign-hashes.ts";
import { createPasswords } from "./passwords.ts";

const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const PASSWORD = "Pässwörd 1!";

/** All of {@link PASSWORD}, made by Python's hashlib, bcrypt and argon2-cffi in the forms that the frameworks write. */
const HASHES = {
  "bcrypt, as passlib writes it": "$2b$04$kgdyrgh0Mb./5QS6RWzIuusaRNll9HI50UHOqa0zXmTT28bjE4y3m",
  "bcrypt, as PHP names it": "$2y$04$kgdyrgh0Mb./5QS6RWzIuusaRNll9HI50UHOqa0zXmTT28bjE4y3m",
  "Django's PBKDF2": "pbkdf2_sha256$1000$seasalt$IEVlleSYS5uGkATDTZ2OFldZENUpoIm5pZLvI0Bu5/4=",
  "Django's PBKDF2 with SHA-1": "pbkdf2_sha1$1000$seasalt$wSOCSIJq6cPBlzsoNyqHD8jiQHo=",
  "werkzeug's PBKDF2": "pbkdf2:sha256:1000$KIhBRGPu$9de4419845392433ef37ac2943352be4e1d413a6f2f940603f46beca1eed0adf",
  "werkzeug's PBKDF2 with SHA-512":
    "pbkdf2:sha512:1000$KIhBRGPu$c8608b768e93daad03bb1a5665174602650864dae39e4a7dac2097e4fb0cc3ad79f8acbca846981daa5acb3e941a9c5e9332f9f4676e5c01f18c5a99ce7119fc",
  "argon2i of another cost": "$argon2i$v=19$m=64,t=1,p=2$E/oZLTYK5t689Q0CHRXBXA$xWSNNLnguGJVIpASNiKLvQ",
  argon2d: "$argon2d$v=19$m=64,t=1,p=2$dlgbcO8LmgTb/KBAjxH6Qw$BPqdErW4grg2sByY4tYYYg",
  argon2id: "$argon2id$v=19$m=64,t=1,p=2$qJn2B8cYshmFx461ciL7Fg$DGAodvSF5nEGOY622z62CQ",
  "argon2 of version 1.0": "$argon2i$v=16$m=64,t=1,p=1$c2FsdHNhbHQ$M5/ZLGQYLuFNpNgVtaJwbA",
};

describe("a hash of another server", () => {
  it.each(Object.entries(HASHES))("is verified and called outdated: %s", async (_name, hash) => {
    const passwords = createPasswords(CHEAP);
    expect(isVerifiable(hash)).toBe(true);
    expect(await passwords.verify(hash, PASSWORD)).toBe(true);
    expect(await passwords.verify(hash, PASSWORD.toLowerCase())).toBe(false);
    expect(await passwords.verify(hash, "")).toBe(false);
    expect(passwords.isOutdated(hash)).toBe(true);
  });

  it.each([
    ["of no known scheme", "scrypt:32768:8:1$salt$00ff"],
    ["that is a password", "letmein"],
    ["that marks an account without one", "!"],
    ["of none", ""],
    ["of bcrypt with an unpayable cost", "$2b$31$kgdyrgh0Mb./5QS6RWzIuusaRNll9HI50UHOqa0zXmTT28bjE4y3m"],
    ["of PBKDF2 with an unpayable cost", "pbkdf2_sha256$99999999$seasalt$IEVlleSYS5uGkATDTZ2OFldZENUpoIm5pZLvI0Bu5/4="],
    [
      "of argon2 with unpayable memory",
      "$argon2id$v=19$m=4194304,t=1,p=2$qJn2B8cYshmFx461ciL7Fg$DGAodvSF5nEGOY622z62CQ",
    ],
  ])("%s is not taken", (_what, hash) => {
    expect(isVerifiable(hash)).toBe(false);
  });

  it("of ours is taken, as a shop may be imported that has been imported before", async () => {
    expect(isVerifiable(await createPasswords(CHEAP).hash(PASSWORD))).toBe(true);
  });
});

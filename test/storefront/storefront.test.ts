import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flaws, WIDTHS } from "../fixtures/browser.ts";
import { SLOWLY } from "../fixtures/process.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { PASSWORD, person } from "../fixtures/person.ts";
import {
  ACCESS_TTL_SECONDS,
  ageSession,
  cardNames,
  describeStorefront,
  focused,
  keptSession,
  openStorefront,
  picturesAreThere,
  problemAt,
  REFUSED,
  type Storefront,
} from "./support.ts";

const [WIDE, NARROW] = WIDTHS;

describeStorefront("examples/storefront, on another origin", () => {
  let shop: Storefront;
  beforeAll(async () => {
    shop = await openStorefront();
  }, 300_000);
  afterAll(() => shop?.close());

  const signIn = async (page: Page, account: string, password = PASSWORD): Promise<void> => {
    await page.getByLabel("E-mail address or username").fill(account);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  it.each(WIDTHS)("the first page shows categories and popular products: %i px", async (width) => {
    await shop.try("/", {
      width,
      act: async (page) => {
        await expect.poll(() => page.locator(".tile").count()).toBe(11);
        await expect.poll(() => cardNames(page)).toHaveLength(8);
        await expect.poll(() => picturesAreThere(page)).toBe(true);
      },
    });
  });

  it.each(WIDTHS)("somebody looks through the catalogue: %i px", SLOWLY, async (width) => {
    await shop.try("/products", {
      width,
      act: async (page) => {
        await page.getByText("124 products").waitFor();
        const first = await cardNames(page);
        expect(first).toHaveLength(24);

        await page.getByRole("link", { name: "Next page" }).click();
        await expect.poll(async () => (await cardNames(page)).filter((name) => first.includes(name))).toEqual([]);
        await page.getByRole("link", { name: "Previous" }).click();
        await expect.poll(() => cardNames(page)).toEqual(first);

        await page.getByRole("link", { name: /^Sensors/ }).click();
        await page.getByText("12 products").waitFor();
        await page.getByLabel("Sort by").selectOption("Price: low to high");
        await expect.poll(() => pricesOf(page)).toSatisfy(isAscending);

        await page.getByRole("searchbox").fill("temprature");
        await page.getByRole("searchbox").press("Enter");
        await page.getByRole("heading", { name: "“temprature”" }).waitFor();
        await expect.poll(() => cardNames(page)).toContainEqual(expect.stringContaining("Temperature"));

        await page.getByRole("searchbox").fill("no such thing at all");
        await page.getByRole("button", { name: "Search" }).click();
        await page.getByText("No product fits").waitFor();
      },
    });
  });

  it.each(WIDTHS)("a product has its page: %i px", async (width) => {
    await shop.try("/products?q=HC-SR04", {
      width,
      act: async (page) => {
        await page.getByRole("link", { name: "HC-SR04 Ultrasonic Distance Sensor" }).waitFor();
        expect(await flaws(page)).toEqual([]);
        await page.getByRole("link", { name: "HC-SR04 Ultrasonic Distance Sensor" }).click();
        const picture = page.getByRole("img", { name: "HC-SR04 Ultrasonic Distance Sensor" });
        await picture.waitFor();
        await expect.poll(() => picturesAreThere(page)).toBe(true);
        expect(await page.locator(".product .price").textContent()).toBe("$2.89");
        expect(await page.locator(".description").textContent()).toContain("Send a 10 µs pulse");
        await expect.poll(() => cardNames(page)).toHaveLength(4);
        expect(await flaws(page)).toEqual([]);

        const [related = ""] = await cardNames(page);
        await page.getByRole("link", { name: related, exact: true }).click();
        await page.getByRole("heading", { level: 1, name: related }).waitFor();
        expect(await page.evaluate("scrollY")).toBe(0);
      },
    });
  });

  it.each(WIDTHS)("somebody makes an account, and what is wrong stands at the fields: %i px", async (width) => {
    await shop.try("/register", {
      width,
      excused: REFUSED,
      act: async (page) => {
        const email = freshEmail();
        await page.getByLabel("E-mail address").fill("no address");
        await page.getByLabel("Password").fill("short");
        await page.getByRole("button", { name: "Make an account" }).click();
        await page.getByText("Password must have at least 8 characters.").waitFor();
        expect(await problemAt(page, "E-mail address")).toBe("E-mail address is not a valid e-mail address.");
        await expect.poll(() => focused(page)).toBe("email");
        expect(await flaws(page)).toEqual([]);

        await page.getByLabel("E-mail address").fill(email);
        await page.getByLabel("Password").fill(PASSWORD);
        await page.getByRole("button", { name: "Make an account" }).click();
        await page.getByText(email).waitFor();
      },
    });
  });

  it.each(WIDTHS)("somebody signs in, edits their account and signs out: %i px", SLOWLY, async (width) => {
    const { email } = await person(shop.server);
    const { email: taken } = await person(shop.server);
    await shop.try("/account", {
      width,
      excused: REFUSED,
      act: async (page) => {
        await signIn(page, email, "not the password");
        await page.getByRole("alert").getByText("Wrong account or password.").waitFor();
        await signIn(page, email);

        await page.getByLabel("First name").fill("Ada");
        await page.getByLabel("Username").fill(taken.split("@")[0] ?? "");
        await page.getByRole("button", { name: "Save" }).click();
        await expect.poll(() => problemAt(page, "Username")).toBe("Username is taken.");
        expect(await flaws(page)).toEqual([]);
        await page.getByLabel("Username").fill(`ada-${width}`);
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText("Saved.").waitFor();
        await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
        await page.reload();
        await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
        expect(await page.getByLabel("Username").inputValue()).toBe(`ada-${width}`);

        await page.getByRole("button", { name: "Sign out" }).click();
        await page.getByText("You are signed out.").waitFor();
        await page.reload();
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
      },
    });
  });

  it("a new password ends the session, and the next one begins with it", async () => {
    const { email } = await person(shop.server);
    await shop.try("/account", {
      width: NARROW,
      excused: REFUSED,
      act: async (page) => {
        await signIn(page, email);
        await page.getByLabel("Current password").fill("not the password");
        await page.getByLabel("New password").fill(`${PASSWORD} 2`);
        await page.getByRole("button", { name: "Change password" }).click();
        await expect.poll(() => problemAt(page, "Current password")).toBe("Current password is not correct.");
        await page.getByLabel("Current password").fill(PASSWORD);
        await page.getByRole("button", { name: "Change password" }).click();
        await page.getByText("Your password is changed.").waitFor();
        await signIn(page, email, `${PASSWORD} 2`);
        await page.getByRole("button", { name: "Sign out" }).waitFor();
      },
    });
  });

  it("an access token that has expired is renewed on the way", async () => {
    const { email } = await person(shop.server);
    await shop.try("/account", {
      width: NARROW,
      excused: REFUSED,
      act: async (page) => {
        await signIn(page, email);
        await page.getByText(email).waitFor();
        const before = await keptSession(page);
        shop.server.advance(ACCESS_TTL_SECONDS * 1000 + 1000);
        await page.reload();
        await page.getByText(email).waitFor();
        const after = await keptSession(page);
        expect(after.viewerId).toBe(before.viewerId);
        expect([after.accessToken, after.refreshToken]).not.toContain(before.accessToken);
        expect(after.refreshToken).not.toBe(before.refreshToken);
      },
    });
  });

  it("one that is about to end is renewed before it is refused", async () => {
    const { email } = await person(shop.server);
    await shop.try("/account", {
      width: NARROW,
      act: async (page) => {
        await signIn(page, email);
        await page.getByText(email).waitFor();
        const before = await keptSession(page);
        await ageSession(page);
        await page.reload();
        await page.getByText(email).waitFor();
        await expect.poll(async () => (await keptSession(page)).accessToken).not.toBe(before.accessToken);
      },
    });
  });

  it("a session that was ended elsewhere is over here, and the page says so", async () => {
    const { email, id } = await person(shop.server);
    await shop.try("/account", {
      width: NARROW,
      excused: REFUSED,
      act: async (page) => {
        await signIn(page, email);
        await page.getByText(email).waitFor();
        await shop.server.deps.sessions.endAll(id);
        await page.reload();
        await page.getByText("Your session has ended.").waitFor();
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
      },
    });
  });

  it("other tabs sign in and out together", async () => {
    const { email } = await person(shop.server);
    await shop.try("/account", {
      width: NARROW,
      act: async (page) => {
        const other = await page.context().newPage();
        await other.goto(page.url());
        await signIn(page, email);
        await other.getByText(email).waitFor();
        await other.getByRole("button", { name: "Sign out" }).click();
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
      },
    });
  });

  it("the keyboard is enough", async () => {
    await shop.try("/", {
      width: WIDE,
      act: async (page) => {
        await expect.poll(() => cardNames(page)).toHaveLength(8);
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Tab");
        await page.keyboard.type("jst");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "“jst”" }).waitFor();
        await expect.poll(() => focused(page)).toBe("main");
      },
    });
  });

  it("without the server it says so, and goes on when it is back", async () => {
    await shop.try("/", {
      width: NARROW,
      excused: /net::ERR_FAILED/,
      act: async (page) => {
        await expect.poll(() => cardNames(page)).toHaveLength(8);
        await page.route(`${shop.server.url}/**`, (route) => route.abort());
        await page.getByRole("link", { name: "Products", exact: true }).click();
        await page.getByText("The shop cannot be reached right now.").waitFor();
        await page.unroute(`${shop.server.url}/**`);
        await page.getByRole("button", { name: "Try again" }).click();
        await expect.poll(() => cardNames(page)).toHaveLength(24);
      },
    });
  });

  it.each(["/products/999999", "/products/x", "/nowhere"])("%s is not there", async (path) => {
    await shop.try(path, {
      width: NARROW,
      act: async (page) => {
        await page.getByText("There is nothing at this address").waitFor();
      },
    });
  });
});

const pricesOf = async (page: Page): Promise<number[]> =>
  (await page.locator(".cards .price").allTextContents()).map((price) => Number(price.replace("$", "")));

const isAscending = (prices: number[]): boolean =>
  prices.length > 1 && prices.every((price, index) => price >= (prices[index - 1] ?? 0));

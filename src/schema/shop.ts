import { catalogue, type ErrorCode } from "../errors.ts";
import { limitOf, type LimitRule, type LimitRuleName, limitRules } from "../limits/rules.ts";
import { type ProblemCode, problemCodes, languages } from "../problems.ts";
import { builder } from "./builder.ts";
import { MAX_PAGE } from "./pagination.ts";

const Code = builder.enumType("ErrorCode", {
  description: "What `extensions.code` of an error says.",
  values: Object.fromEntries(
    Object.entries(catalogue).map(([code, { message }]) => [code, { description: message }]),
  ) as Record<ErrorCode, { description: string }>, // fromEntries() forgets the names
});

const FieldCode = builder.enumType("FieldErrorCode", {
  description: "What `code` says in the entries of an error's `extensions.fields`.",
  values: {
    MISSING: { description: "It is required." },
    WRONG_TYPE: { description: "It has the wrong type." },
    BLANK: { description: "It must not be blank." },
    NOT_AN_EMAIL_ADDRESS: { description: "It is not a valid e-mail address." },
    TOO_SHORT: { description: "It has too few characters." },
    TOO_LONG: { description: "It has too many characters." },
    TOO_SMALL: { description: "The number is too small." },
    TOO_LARGE: { description: "The number is too large." },
    TOO_MANY_DECIMALS: { description: "The number has too many decimals." },
    TOO_COMMON: { description: "It is one of the most common passwords." },
    NOTHING_TO_CHANGE: { description: "At least one field is required." },
    UNKNOWN_FIELD: { description: "The input has no such field." },
    TAKEN: { description: "Another account has it." },
    REJECTED: { description: "It is not the right one." },
    INVALID: { description: "Something else is wrong with it; the message says what." },
  } satisfies Record<ProblemCode, { description: string }>,
});

const ErrorKind = builder.objectRef<ErrorCode>("ErrorKind").implement({
  description: "An error that a client can be told of.",
  fields: (t) => ({
    code: t.field({ type: Code, description: "Its name.", resolve: (code) => code }),
    status: t.int({ description: "The HTTP status that goes with it.", resolve: (code) => catalogue[code].status }),
    message: t.string({
      description: "What it says, in the language of the request.",
      resolve: (code, _args, { language }) => catalogue[code][language === "zh" ? "envelope" : "message"],
    }),
  }),
});

const Subject = builder.enumType("LimitSubject", {
  description: "Whom a limit counts.",
  values: {
    ADDRESS: { value: "address", description: "Each client address." },
    SITE: { value: "site", description: "All IPv6 networks of one /48 together; IPv4 addresses have no such thing." },
    USER: { value: "user", description: "Each account." },
    MAILBOX: { value: "mailbox", description: "Each mailbox that is written to." },
    MAILBOX_AND_NETWORK: {
      value: "mailbox and network",
      description: "Each mailbox that is written to, by each network that asks for it.",
    },
  },
} as const);

const Limit = builder.objectRef<LimitRuleName>("Limit").implement({
  description: "How often something may be done.",
  fields: (t) => ({
    name: t.string({ description: "What may be done.", resolve: (name) => name }),
    limit: t.int({
      description: "How often, within one window.",
      resolve: (name, _args, { counting, door }) => limitOf(ruleOf(name), counting.factor, door.name),
    }),
    seconds: t.int({ description: "How long a window is.", resolve: (name) => limitRules[name].seconds }),
    per: t.field({ type: Subject, description: "Whom it counts.", resolve: (name) => ruleOf(name).per }),
  }),
});

const ruleOf = (name: LimitRuleName): LimitRule => limitRules[name];
const limitNames = Object.keys(limitRules) as LimitRuleName[]; // Object.keys() forgets what they are
const errorCodes = Object.keys(catalogue) as ErrorCode[]; // likewise

export const Shop = builder.objectRef<object>("Shop").implement({
  description: "What a client may want to know before it asks for anything else.",
  fields: (t) => ({
    version: t.string({ description: "The server's version.", resolve: (_shop, _args, { shop }) => shop.version }),
    currency: t.field({
      type: "CurrencyCode",
      description: "What all prices are in.",
      resolve: (_shop, _args, { shop }) => shop.currency,
    }),
    languages: t.stringList({
      description: "What messages and mails can be in (BCP 47); `Accept-Language` chooses.",
      resolve: () => languages,
    }),
    maxPageSize: t.int({ description: "The most that `first` and `last` may ask for.", resolve: () => MAX_PAGE }),
    limits: t.field({
      type: [Limit],
      description: "How often things may be done; nothing where the shop has its limits off.",
      resolve: (_shop, _args, { counting }) => (counting.factor === 0 ? [] : limitNames),
    }),
    errors: t.field({ type: [ErrorKind], description: "Every error there is.", resolve: () => errorCodes }),
    fieldErrors: t.field({
      type: [FieldCode],
      description: "Everything that can be wrong with a field of an input.",
      resolve: () => problemCodes,
    }),
  }),
});

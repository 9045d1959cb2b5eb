import { builder } from "./builder.ts";
import { Node } from "./node.ts";

export const User = builder.prismaObject("User", {
  description: "An account, as its owner and administrators see it.",
  interfaces: [Node],
  include: { info: true },
  fields: (t) => ({
    id: t.exposeID("id", { description: "The account's number, the same at every door." }),
    email: t.exposeString("email", { description: "Trimmed, otherwise as it was typed; compared without case." }),
    username: t.exposeString("username", { description: "A second name to sign in by, unique without case." }),
    firstName: t.string({ nullable: true, description: "Given name.", resolve: ({ info }) => info?.firstName ?? null }),
    lastName: t.string({ nullable: true, description: "Family name.", resolve: ({ info }) => info?.lastName ?? null }),
    hasInfo: t.boolean({
      description:
        "Whether there is a record of names at all: accounts that an administrator made without a name have none.",
      resolve: ({ info }) => info !== null,
    }),
    phoneNumber: t.exposeString("phone", {
      nullable: true,
      description: "Signs in too; of several accounts with one number, to the one that has had it longest.",
    }),
    hasSecondFactor: t.boolean({
      description: "Whether signing in asks for a code of an authenticator app, too.",
      resolve: ({ secondFactorSince }) => secondFactorSince !== null,
    }),
    isAdmin: t.exposeBoolean("isAdmin", { description: "May manage users and products." }),
    isActive: t.exposeBoolean("isActive", { description: "A disabled account keeps its data and cannot sign in." }),
    lastLoginAt: t.expose("lastLoginAt", {
      type: "DateTime",
      nullable: true,
      description: "The last login that succeeded.",
    }),
    lastLoginIp: t.exposeString("lastLoginIp", { nullable: true, description: "The address it came from." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When the account was made." }),
    updatedAt: t.expose("updatedAt", {
      type: "DateTime",
      description: "When the account was last changed; logins do not count.",
    }),
  }),
});

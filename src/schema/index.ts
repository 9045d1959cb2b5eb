import "./scalars.ts";
import "../resolvers/auth/change-password.ts";
import "../resolvers/auth/login.ts";
import "../resolvers/auth/logout.ts";
import "../resolvers/auth/refresh-session.ts";
import "../resolvers/auth/register.ts";
import "../resolvers/auth/registration-code.ts";
import "../resolvers/auth/second-factor.ts";
import "../resolvers/auth/sessions.ts";
import "../resolvers/auth/sign-in-code.ts";
import "../resolvers/legacy-usage.ts";
import "../resolvers/node.ts";
import "../resolvers/products/categories.ts";
import "../resolvers/products/popular.ts";
import "../resolvers/products/product.ts";
import "../resolvers/products/products.ts";
import "../resolvers/products/walks.ts";
import "../resolvers/products/write.ts";
import "../resolvers/shop.ts";
import "../resolvers/users/login-history.ts";
import "../resolvers/users/me.ts";
import "../resolvers/users/update-me.ts";
import "../resolvers/users/users.ts";
import "../resolvers/users/write.ts";
import { builder } from "./builder.ts";

/** The one schema behind every door, its types and fields in alphabetical order. */
export const schema = builder.toSchema();

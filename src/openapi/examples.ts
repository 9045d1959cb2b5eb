type Values = Readonly<Record<string, unknown>>;

/** What a request can look like that works in the demo shop. A test sends each of them. */
export interface RequestExample {
  readonly path?: Values;
  readonly query?: Values;
  readonly body?: Values;
}

const PASSWORD = "correct horse battery";
const ada = { email: "ada@example.com", password: PASSWORD };
const product = { path: { product_id: 1099 } };
const user = { path: { user_id: 2 } };
const code = "123456";

/** By method and path. Codes, tokens and the ids of sessions are everybody's own. */
export const examples: Readonly<Record<string, RequestExample | undefined>> = {
  "POST /api/users/register": { body: { ...ada, first_name: "Ada" } },
  "POST /api/users/login": { body: ada },
  "POST /api/users/reset_password": {
    body: { email: ada.email, old_password: PASSWORD, new_password: "another horse battery" },
  },
  "GET /api/products/product/{product_id}": product,

  "POST /users/register/precheck": { body: { email: "grace@example.com" } },
  "POST /users/register/verify": { body: { email: "grace@example.com", code, password: PASSWORD } },
  "POST /users/login": { body: { account: "grace@example.com", password: PASSWORD } },
  "POST /users/send_verification_code_by_email": { body: { email: "grace@example.com" } },
  "POST /users/login_by_email": { body: { email: "grace@example.com", code } },
  "POST /users/forgot_password_by_email": { body: { email: "grace@example.com", code, password: PASSWORD } },
  "POST /users/refresh_token": { body: { refresh_token: "…" } },
  "GET /api/users/ip_history/{user_id}": user,
  "POST /api/users": { body: { username: "lin", email: "lin@example.com", password: PASSWORD, is_admin: false } },
  "PUT /api/users/{user_id}": {
    ...user,
    body: { username: "grace", email: "grace@example.com", password: PASSWORD, phone: "+1 555 0100" },
  },
  "PATCH /api/users/{user_id}": { ...user, body: { phone: "+1 555 0101" } },
  "DELETE /api/users/{user_id}": user,
  "GET /api/products": { query: { page: 2, limit: 5, category: "Sensors" } },
  "POST /api/products": { body: { name: "Jumper wires", price: 3.49, category: "Cables", stock: 120 } },
  "GET /api/products/{product_id}": product,
  "PUT /api/products/{product_id}": { ...product, body: { name: "JST EL - 2 Pin Connector Kit", price: 6.16 } },
  "DELETE /api/products/{product_id}": product,
  "GET /api/products/name/{product_name}": { path: { product_name: "jst" } },

  "GET /api/v2/products": { query: { search: "jst", orderBy: "PRICE", direction: "DESC", first: 3 } },
  "GET /api/v2/products/popular": { query: { first: 3 } },
  "GET /api/v2/products/{id}": { path: { id: "1099" } },
  "POST /api/v2/products": { body: { name: "Jumper wires", price: "3.49", category: "Cables", quantity: 120 } },
  "PATCH /api/v2/products/{id}": { path: { id: "1099" }, body: { price: "5.99" } },
  "POST /api/v2/products/{id}/stock": { path: { id: "1099" }, body: { by: -1 } },
  "DELETE /api/v2/products/{id}": { path: { id: "1099" } },
  "POST /api/v2/sessions": { body: { account: "ada@example.com", password: PASSWORD } },
  "POST /api/v2/sessions/code": { body: { email: "ada@example.com", code } },
  "POST /api/v2/sessions/refresh": { body: { refreshToken: "…" } },
  "DELETE /api/v2/sessions/{id}": { path: { id: "…" } },
  "POST /api/v2/registrations": { body: { ...ada, firstName: "Ada" } },
  "POST /api/v2/registration-codes": { body: { email: "grace@example.com" } },
  "POST /api/v2/registrations/verify": { body: { email: "grace@example.com", code, password: PASSWORD } },
  "POST /api/v2/sign-in-codes": { body: { email: "ada@example.com" } },
  "POST /api/v2/password/recover": { body: { email: "ada@example.com", code, password: PASSWORD } },
  "POST /api/v2/password": { body: { currentPassword: PASSWORD, newPassword: "another horse battery" } },
  "POST /api/v2/second-factor": { body: { password: PASSWORD } },
  "POST /api/v2/second-factor/confirm": { body: { code } },
  "POST /api/v2/second-factor/end": { body: { password: PASSWORD, secondFactorCode: code } },
  "DELETE /api/v2/users/{userId}/second-factor": { path: { userId: "2" } },
  "GET /api/v2/legacy-usage": { query: { days: 30 } },
  "POST /api/v2/address-codes": { body: { email: "lin@example.com", currentPassword: PASSWORD } },
  "POST /api/v2/me/address": { body: { email: "lin@example.com", code } },
  "POST /api/v2/me/delete": { body: { currentPassword: PASSWORD } },
  "PATCH /api/v2/me": { body: { firstName: "Ada", lastName: "Lovelace" } },
  "GET /api/v2/users": { query: { search: "ada", first: 10 } },
  "GET /api/v2/users/{id}": { path: { id: "2" } },
  "GET /api/v2/users/{userId}/logins": { path: { userId: "2" }, query: { first: 10 } },
  "GET /api/v2/users/{userId}/sessions": { path: { userId: "2" } },
  "DELETE /api/v2/users/{userId}/sessions": { path: { userId: "2" } },
  "POST /api/v2/users": { body: { email: "lin@example.com", password: PASSWORD, firstName: "Lin" } },
  "PATCH /api/v2/users/{id}": { path: { id: "2" }, body: { firstName: "Augusta" } },
  "DELETE /api/v2/users/{id}": { path: { id: "2" } },
};

import type { Language } from "../../problems.ts";

/** What the routes of the old contracts do, in Chinese; in English their tables have it. */
export const inChinese: Readonly<Record<string, string>> = {
  "POST /api/users/register": "注册账号",
  "POST /api/users/login": "用邮箱和密码登录",
  "GET /api/users/me": "令牌所属的账号",
  "POST /api/users/logout": "结束令牌所属的会话",
  "POST /api/users/refresh_token": "用旧的访问令牌（过期也可以）换一个新的",
  "POST /api/users/reset_password": "用旧密码换新密码",
  "GET /api/products/product/{product_id}": "单个产品",
  "GET /api/products/popular": "浏览次数最多的十个产品",
  "POST /users/register/precheck": "发送注册验证码",
  "POST /users/register/verify": "凭验证码注册并登录",
  "POST /users/login": "用邮箱、用户名或手机号登录",
  "POST /users/send_verification_code_by_email": "发送登录或找回密码的验证码",
  "POST /users/login_by_email": "用验证码登录",
  "POST /users/forgot_password_by_email": "凭验证码设置新密码",
  "POST /users/refresh_token": "换一个新的访问令牌，刷新令牌不变",
  "GET /users/logout": "结束会话",
  "GET /api/users/current": "令牌所属的账号",
  "GET /api/users/ip_history/{user_id}": "账号最近一次登录的地址",
  "POST /api/users": "新建账号",
  "PUT /api/users/{user_id}": "替换账号的全部字段",
  "PATCH /api/users/{user_id}": "修改账号的部分字段",
  "DELETE /api/users/{user_id}": "删除账号",
  "GET /api/products": "分页列出产品",
  "POST /api/products": "新增产品",
  "GET /api/products/{product_id}": "单个产品",
  "PUT /api/products/{product_id}": "修改产品",
  "DELETE /api/products/{product_id}": "删除产品",
  "GET /api/products/name/{product_name}": "按名称的一部分查找产品，最匹配的在前",
};

export interface Words {
  readonly title: string;
  readonly lead: string;
  readonly other: string;
  readonly bearer: string;
  readonly envelope: string;
  readonly pictures: string;
  readonly open: string;
  readonly restRoute: string;
  readonly oldRoute: string;
  readonly variables: string;
  readonly contents: string;
  readonly changesTitle: string;
  readonly changes: readonly string[];
  readonly endTitle: string;
  readonly end: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: "Moving from REST to GraphQL",
    lead: "Every route of the two older contracts, with the GraphQL operation that this server runs when the route is called, and the /api/v2 route that does the same. Nothing has to move at once: all doors stand on the same accounts, sessions and products.",
    other: "中文",
    bearer: "The bearer contract",
    envelope: "The envelope contract",
    pictures:
      "Pictures stay where they are: `/cache/catalog/…` is for every client, and `image { url }` has the whole address.",
    open: "Open in GraphiQL",
    restRoute: "In /api/v2",
    oldRoute: "In the reference",
    variables: "Variables",
    contents: "Routes",
    changesTitle: "What is different everywhere",
    changes: [
      "Signing in gives `accessToken` and `refreshToken` in the answer, no cookie. Send the first as `Authorization: Bearer …`; trade the second with `refreshSession` before 30 minutes are over, and keep the new pair: a refresh token works once.",
      "Names are in camelCase: `first_name` is `firstName`, `stock` is `quantity`, `phone` is `phoneNumber`.",
      "Ids are texts that hold the same numbers. A price is `Money`, exact and with its currency; a category and a picture are objects.",
      "What is unset is `null`, never an empty text.",
      "An error has a `code` in `extensions`, the same at every door; what is wrong with which field stands in `extensions.fields`.",
      "Lists are connections: `first` and `after` in the place of `page` and `limit`; ask for `totalCount` where you show it.",
      "Accounts, passwords and sessions are the same: who has registered at an old route signs in here.",
    ],
    endTitle: "When a route comes to its end",
    end: "A route whose end is decided says so in its answers: `Deprecation`, `Sunset`, and links to its place on this page and to its successor. After its end it answers 410.",
  },
  zh: {
    title: "从 REST 迁移到 GraphQL",
    lead: "两套旧接口的每一条路由，旁边是服务器收到该请求时实际执行的 GraphQL 操作，以及 /api/v2 中等价的路由。不必一次全部迁移：所有入口共用同一套账号、会话和产品。",
    other: "English",
    bearer: "Bearer 接口",
    envelope: "信封接口",
    pictures: "图片地址不变：所有客户端都使用 `/cache/catalog/…`，`image { url }` 给出完整地址。",
    open: "在 GraphiQL 中打开",
    restRoute: "对应的 /api/v2 路由",
    oldRoute: "接口参考",
    variables: "变量",
    contents: "路由",
    changesTitle: "共同的变化",
    changes: [
      "登录后在响应中返回 `accessToken` 和 `refreshToken`，不再使用 Cookie。前者放在 `Authorization: Bearer …` 中；在 30 分钟之内用 `refreshSession` 兑换后者，并保存新的一对：刷新令牌只能用一次。",
      "字段名采用驼峰写法：`first_name` 变为 `firstName`，`stock` 变为 `quantity`，`phone` 变为 `phoneNumber`。",
      "编号是文本，数值不变。价格是 `Money`，精确并带币种；类别和图片是对象。",
      "未设置的值是 `null`，不再是空字符串。",
      "错误在 `extensions` 中带有 `code`，在所有入口都一样；哪个字段有什么问题写在 `extensions.fields` 中。",
      "列表采用连接形式：用 `first` 和 `after` 代替 `page` 和 `limit`；需要总数时请求 `totalCount`。",
      "账号、密码和会话都不变：在旧接口注册的用户可以直接在这里登录。",
    ],
    endTitle: "路由停用时",
    end: "已决定停用的路由会在响应中说明：`Deprecation`、`Sunset`，以及指向本页相应位置和后继路由的链接。停用之后返回 410。",
  },
};

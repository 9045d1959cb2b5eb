import { tourWithApollo } from "./apollo/tour.ts";
import { tourWithOpenapi } from "./openapi/tour.ts";
import { tourWithRelay } from "./relay/tour.ts";
import { tourWithUrql } from "./urql/tour.ts";

const [client = "", url = "http://localhost:4000/graphql", account = "", password = ""] = process.argv.slice(2);
const tours = { apollo: tourWithApollo, openapi: tourWithOpenapi, relay: tourWithRelay, urql: tourWithUrql };
if (!(client in tours)) {
  console.error("npm start -- apollo|openapi|relay|urql URL ACCOUNT PASSWORD");
  process.exit(1);
}
console.log(JSON.stringify(await tours[client as keyof typeof tours]({ url, account, password }), null, 2)); // checked above

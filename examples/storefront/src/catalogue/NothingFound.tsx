import { Link } from "react-router";
import { Message } from "../parts/Message.tsx";

export const NothingFound = () => (
  <Message title="No product fits">
    <p>Try fewer or shorter words, another category, or products that are sold out, too.</p>
    <Link className="button" to="/products">
      See all products
    </Link>
  </Message>
);

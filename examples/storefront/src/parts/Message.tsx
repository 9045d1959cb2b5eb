import type { ReactNode } from "react";
import { Link } from "react-router";
import type { CombinedError } from "urql";
import { messageOf } from "../api/problems.ts";
import { Title } from "./Title.tsx";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** In place of what a page would show. */
export const Message = ({ title, children }: Props) => (
  <section className="message">
    <h2>{title}</h2>
    {children}
  </section>
);

interface FailureProps {
  readonly error: CombinedError;
  readonly onRetry: () => void;
}

/** What went wrong with a query, and a way to ask again. */
export const Failure = ({ error, onRetry }: FailureProps) => (
  <section className="message" role="alert">
    <h2>That did not work</h2>
    <p>{messageOf(error)}</p>
    <button type="button" className="button" onClick={onRetry}>
      Try again
    </button>
  </section>
);

export const NotFound = () => (
  <>
    <Title>Not found</Title>
    <section className="message">
      <h1>There is nothing at this address</h1>
      <p>It may have been sold out for good, or the link has a slip in it.</p>
      <Link className="button" to="/products">
        See all products
      </Link>
    </section>
  </>
);

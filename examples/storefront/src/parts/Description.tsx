import DOMPurify from "dompurify";

/** What descriptions are made of. Pictures, links, forms and styles are not among it. */
const ALLOWED_TAGS = [
  ..."p br h3 h4 ul ol li dl dt dd strong em b i u s sub sup small code pre blockquote".split(" "),
  ..."table caption thead tbody tfoot tr th td".split(" "),
];

/** A description, which may hold HTML: whoever may write one could otherwise run scripts on everybody's page. */
export const Description = ({ html }: { readonly html: string }) => (
  <div
    className="description"
    // oxlint-disable-next-line react/no-danger -- sanitised right here
    dangerouslySetInnerHTML={{
      __html: DOMPurify.sanitize(html, { ALLOWED_TAGS, ALLOWED_ATTR: ["colspan", "rowspan"] }),
    }}
  />
);

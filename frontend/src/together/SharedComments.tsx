/** The open comments on a shared design, for looking. */

import { Markdown } from "../canvas/notes/Markdown";
import { together } from "../messages/together";
import { when } from "../messages/words";
import type { SharedDesign } from "../share/visit";
import "./comments.css";

const say = together.comments;

export default function SharedComments({ design }: { design: SharedDesign }) {
  return (
    <section className="comments comments-shared" aria-label={say.title}>
      <h2 className="caption">{say.title}</h2>
      <ol className="comment-threads">
        {design.comments.map(({ id, node, title, comments }) => (
          <li key={id} className="comment-thread">
            <b>{node === null ? say.design : title}</b>
            <ul>
              {comments.map((comment) => (
                <li key={comment.id} className="comment">
                  <p className="comment-by">
                    <b>{comment.person}</b>
                    <time dateTime={comment.created_at}>{when(new Date(comment.created_at))}</time>
                  </p>
                  <div className="comment-text">
                    <Markdown text={comment.text} />
                  </div>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

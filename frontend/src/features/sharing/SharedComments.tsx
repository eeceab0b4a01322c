/** The open comments on a shared design, for looking. */

import type { SharedDesign } from "../../api/guestSession";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { formatWhen } from "../../messages/formatting";
import { NoteMarkdown } from "../../ui/NoteMarkdown";
import "../../ui/comments.css";

const texts = collaborationTexts.comments;

export default function SharedComments({ design }: { design: SharedDesign }) {
  return (
    <section className="comments shared-comments" aria-label={texts.title}>
      <h2 className="caption comments-caption">{texts.title}</h2>
      <ol className="comment-threads">
        {design.comments.map(({ id, node, title, comments }) => (
          <li key={id} className="comment-thread">
            <b>{node === null ? texts.design : title}</b>
            <ul>
              {comments.map((comment) => (
                <li key={comment.id} className="comment">
                  <p className="comment-by">
                    <b>{comment.person}</b>
                    <time dateTime={comment.created_at}>{formatWhen(new Date(comment.created_at))}</time>
                  </p>
                  <div className="comment-text">
                    <NoteMarkdown text={comment.text} />
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

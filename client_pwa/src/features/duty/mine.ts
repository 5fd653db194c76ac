// Which posts are a person's own to visit for today. Pure.
import type { Book, Post } from './ledger.ts';

/** Whether the post is held on that day. */
export function holdsOn({ starts, ends }: Pick<Post, 'starts' | 'ends'>, day: string): boolean {
  return starts <= day && (ends === null || day <= ends);
}

/** The person's posts of that day, and those in which he stands in for a holder who is on leave that day. */
export function ownPosts(book: Pick<Book, 'posts' | 'leaves'>, person: string, day: string): Post[] {
  const away = new Set(book.leaves.filter(({ starts, ends }) => starts <= day && day <= ends).map((leave) => leave.person));
  const own = ({ person: holder, substitute }: Post): boolean => holder === person || (substitute === person && away.has(holder));
  return book.posts.filter((post) => holdsOn(post, day) && own(post));
}

import { Link } from 'react-router';
import { routes } from './paths.js';

export function NotFoundPage() {
  return (
    <section>
      <h1>There is no such page</h1>
      <p>
        <Link to={routes.overview}>Go to the overview</Link>
      </p>
    </section>
  );
}

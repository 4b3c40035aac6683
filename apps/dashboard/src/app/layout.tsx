import { useEffect, useRef } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { routes } from './paths.js';

const links = [
  [routes.overview, 'Overview'],
  [routes.devices, 'Devices'],
  [routes.uploads, 'Uploads'],
  [routes.scans, 'Scans'],
  [routes.schedules, 'Schedules'],
  [routes.notifications, 'Notifications'],
  [routes.rules, 'Rules'],
] as const;

export function Layout() {
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top">
        <div>
          <span className="brand">Ringcheck</span>
          <nav aria-label="Main">
            {links.map(([to, label]) => (
              <NavLink key={to} to={to} end={to === routes.overview}>
                {label}
              </NavLink>
            ))}
          </nav>
        </div>
      </header>
      <Content />
      <ScrollRestoration />
    </>
  );
}

/** Takes the focus when the page changes, so that reading starts there and not in the menu. */
function Content() {
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  return (
    <main id="content" ref={content} tabIndex={-1}>
      <Outlet />
    </main>
  );
}

/**
 * The app with hot reload: Vite serves the sources, and all else is asked of a Designery server.
 * `make dev` starts both; DESIGNERY_DEV_SERVER says where the server is.
 */

const server = process.env.DESIGNERY_DEV_SERVER ?? "http://127.0.0.1:8799";

/** What Vite serves itself: sources, packages, its own client. */
const BELONGS_TO_VITE = /^\/(src\/|node_modules\/|@)/;

/** What the server's page says of the built app, which the sources take the place of. */
const BUILT =
  /<link rel="(?:stylesheet|modulepreload)" href="[^"]*\/app\/[^>]*>|<script type="module"[^>]*><\/script>/g;

const proxy = {
  target: server,
  changeOrigin: true,
  configure: (each) =>
    each.on("proxyReq", (request) => {
      if (request.hasHeader("origin")) request.setHeader("origin", server);
      if (request.hasHeader("referer")) request.removeHeader("referer");
    }),
};

export const devServer = {
  host: "127.0.0.1",
  // The documentation, which the app shows, lies beside the app.
  fs: { allow: [".."] },
  proxy: { [`^(?!${BELONGS_TO_VITE.source.slice(1)})`]: proxy },
};

/** The server's own pages, with the sources of the app in place of the built one. */
export const pagesOfTheServer = {
  name: "designery-pages",
  apply: "serve",
  configureServer(vite) {
    vite.middlewares.use(async (request, response, next) => {
      const url = request.originalUrl ?? "/";
      const { method, headers: sent } = request;
      const isPage = method === "GET" && sent.accept?.includes("text/html");
      if (!isPage || BELONGS_TO_VITE.test(url)) return next();
      try {
        const headers = { accept: "text/html", cookie: sent.cookie ?? "" };
        const answer = await fetch(new URL(url, server), { headers, redirect: "manual" });
        const page = await answer.text();
        response.statusCode = answer.status;
        for (const name of ["location", "content-type"]) {
          const value = answer.headers.get(name);
          if (value) response.setHeader(name, value.replace(server, ""));
        }
        for (const cookie of answer.headers.getSetCookie()) response.appendHeader("set-cookie", cookie);
        response.end(page.includes('id="root"') ? await vite.transformIndexHtml(url, withSources(page)) : page);
      } catch (error) {
        next(error);
      }
    });
  },
};

function withSources(page) {
  const entry = '<script type="module" src="/src/main.tsx"></script>';
  return page.replaceAll(BUILT, "").replace("</body>", `${entry}</body>`);
}

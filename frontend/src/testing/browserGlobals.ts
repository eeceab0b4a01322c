/** What files of the app ask of a browser while they are imported, for tests that run without one. Import it first. */

const nothing = () => {};

Object.assign(globalThis, {
  addEventListener: nothing,
  location: { pathname: "/", search: "", hash: "", origin: "http://localhost" },
  innerWidth: 1280,
  innerHeight: 800,
  localStorage: { getItem: () => null, setItem: nothing, removeItem: nothing },
  sessionStorage: { getItem: () => null, setItem: nothing, removeItem: nothing },
  matchMedia: () => ({ matches: false, addEventListener: nothing }),
  document: {
    querySelector: () => null,
    getElementById: () => null,
    documentElement: { dataset: {}, style: {} },
    addEventListener: nothing,
  },
});

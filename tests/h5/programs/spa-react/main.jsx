import React, { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { buy, goods, login, order } from "../backend.js";

// A history router: /, /goods, /orders/<number>.
function usePath() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const moved = () => setPath(location.pathname);
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const go = (to) => {
    history.pushState(null, "", to);
    setPath(to);
  };
  return [path, go];
}

function Goods({ go }) {
  const [rows, setRows] = useState([]);
  useEffect(() => void goods().then(setRows), []);
  const ordered = async (id) => go(`/orders/${await buy(id)}`);
  return <main data-screen="catalogue">{rows.map(({ id, name }) => <button key={id} data-testid={`buy-${id}`} onClick={() => ordered(id)}>Buy {name}</button>)}</main>;
}

function Order({ id }) {
  const [state, setState] = useState("asking");
  useEffect(() => void order(id).then((found) => setState(found.state)), [id]);
  return <main data-screen={state}>Order {id}: {state}</main>;
}

function Shop() {
  const [path, go] = usePath();
  const number = /^\/orders\/(.+)$/.exec(path)?.[1];
  if (number !== undefined) return <Order id={number} />;
  if (path === "/goods") return <Goods go={go} />;
  return <main data-screen="welcome"><button data-testid="login" onClick={() => login().then(() => go("/goods"))}>Log in</button></main>;
}

createRoot(document.getElementById("app")).render(<Shop />);

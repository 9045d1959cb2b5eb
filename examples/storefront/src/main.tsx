import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { AccountPage } from "./account/AccountPage.tsx";
import { RegisterPage } from "./account/RegisterPage.tsx";
import { SignInPage } from "./account/SignInPage.tsx";
import { CataloguePage } from "./catalogue/CataloguePage.tsx";
import { HomePage } from "./catalogue/HomePage.tsx";
import { ProductPage } from "./catalogue/ProductPage.tsx";
import { Layout } from "./Layout.tsx";
import { NotFound } from "./parts/Message.tsx";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/catalogue.css";
import "./styles/listing.css";
import "./styles/product.css";
import "./styles/forms.css";

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: "/", element: <HomePage /> },
      { path: "/products", element: <CataloguePage /> },
      { path: "/products/:id", element: <ProductPage /> },
      { path: "/sign-in", element: <SignInPage /> },
      { path: "/register", element: <RegisterPage /> },
      { path: "/account", element: <AccountPage /> },
      { path: "*", element: <NotFound /> },
    ],
  },
]);

const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);

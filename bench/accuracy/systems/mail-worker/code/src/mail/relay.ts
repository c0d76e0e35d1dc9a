import nodemailer from "nodemailer";

const transport = nodemailer.createTransport({
  host: "relay.mail.example",
  port: 465,
  secure: true,
  auth: { user: "shop", pass: process.env.RELAY_PASSWORD },
  connectionTimeout: 5000,
  socketTimeout: 20_000,
});

export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

export const sendMessage = async ({ to, subject, html }: Message): Promise<void> => {
  await transport.sendMail({ from: "Shop <shop@shop.example>", to, subject, html });
};

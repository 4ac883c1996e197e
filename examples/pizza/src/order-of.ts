import type { z } from 'zod';
import type { OrderSpec } from './pizza-order.js';
import type { variables } from './variables.js';

type Variables = z.infer<typeof variables>;
type OrderVariables = Pick<
  Variables,
  Extract<keyof Variables, `CUSTOMER_${string}` | `DELIVERY_${string}` | `PIZZA_${string}` | 'PAYMENT_SECRET_NAME'>
>;

/** What an alert orders, as the environment says. */
export function orderOf(env: OrderVariables): OrderSpec {
  return {
    customer: { firstName: env.CUSTOMER_FIRST_NAME, lastName: env.CUSTOMER_LAST_NAME, email: env.CUSTOMER_EMAIL },
    address: {
      street: env.DELIVERY_STREET,
      city: env.DELIVERY_CITY,
      region: env.DELIVERY_STATE,
      postalCode: env.DELIVERY_ZIP,
      phone: env.CUSTOMER_PHONE,
    },
    pizzas: [{ size: env.PIZZA_SIZE, toppings: env.PIZZA_TYPE }],
    paymentSecret: { name: env.PAYMENT_SECRET_NAME },
  };
}

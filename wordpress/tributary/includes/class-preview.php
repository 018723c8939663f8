<?php
/**
 * What the editor shows.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * A piece with made-up figures, marked as such: whoever writes the page is hardly ever a partner.
 */
final class Preview {

	/**
	 * The preview of a piece.
	 *
	 * @param string $name The piece.
	 * @return string HTML.
	 */
	public static function html( $name ) {
		$titles = Components::all();
		$note   = Options::is_connected()
			? __( 'An example: each partner sees their own, and others read why there is nothing to see.', 'tributary' )
			: States::sentence( 'not_connected' );
		$inside = 'signup' === $name ? self::form() : Last_Known::html( $name, array( 'link' => Options::address() . '/r/maria' ), self::figures() );
		return '<div class="tributary tributary-preview tributary-' . esc_attr( $name ) . '"><p><strong>' . esc_html( $titles[ $name ] ) . '</strong></p>'
			. $inside . '<p class="tributary-as-of">' . esc_html( $note ) . '</p></div>';
	}

	/**
	 * Made-up figures.
	 *
	 * @return array<string, mixed>
	 */
	private static function figures() {
		return array(
			'at'   => time(),
			'home' => array(
				'currency' => 'USD',
				'figures'  => array(
					'clicks'     => 1280,
					'leads'      => 64,
					'orders'     => 17,
					'commission' => 42350,
				),
				'balances' => array(
					array(
						'currency'     => 'USD',
						'pending'      => 12800,
						'payable'      => 29550,
						'paid'         => 181200,
						'next_payment' => array(
							'amount' => 29550,
							'on'     => gmdate( 'Y-m-01', strtotime( '+1 month' ) ),
						),
					),
				),
			),
		);
	}

	/**
	 * The outline of a form.
	 *
	 * @return string HTML.
	 */
	private static function form() {
		return '<p><input type="text" disabled placeholder="' . esc_attr__( 'Name', 'tributary' ) . '"> <input type="email" disabled placeholder="'
			. esc_attr__( 'E-mail address', 'tributary' ) . '"> <button type="button" disabled>' . esc_html__( 'Sign up', 'tributary' ) . '</button></p>';
	}
}

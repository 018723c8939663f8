<?php
/**
 * What only partners see.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * `[tributary_only_partners program="prog_..." otherwise="..."] ... [/tributary_only_partners]`, and the block of the same name.
 */
final class Visibility {

	const SHORTCODE = 'tributary_only_partners';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_shortcode( self::SHORTCODE, array( __CLASS__, 'shortcode' ) );
	}

	/**
	 * The shortcode.
	 *
	 * @param array<string, string>|string $attributes What was written.
	 * @param string|null                  $content    What stands inside.
	 * @return string HTML.
	 */
	public static function shortcode( $attributes, $content = null ) {
		$given = shortcode_atts(
			array(
				'program'   => '',
				'otherwise' => '',
			),
			$attributes,
			self::SHORTCODE
		);
		return self::is_partner( $given['program'] ) ? do_shortcode( (string) $content ) : self::otherwise( $given['otherwise'] );
	}

	/**
	 * The block.
	 *
	 * @param array<string, mixed> $attributes What was chosen.
	 * @param string               $content    The blocks inside.
	 * @return string HTML.
	 */
	public static function block( $attributes, $content ) {
		$program   = isset( $attributes['program'] ) ? (string) $attributes['program'] : '';
		$otherwise = isset( $attributes['otherwise'] ) ? (string) $attributes['otherwise'] : '';
		return self::is_partner( $program ) ? $content : self::otherwise( $otherwise );
	}

	/**
	 * Whether the visitor is an approved partner, of one program or of any.
	 *
	 * @param string $program A program's id; empty: any.
	 * @return bool
	 */
	private static function is_partner( $program ) {
		if ( ! is_user_logged_in() ) {
			return false;
		}
		Components::keep_from_caches();
		$now = States::now();
		return 'approved' === $now['state'] && ( '' === trim( $program ) || trim( $program ) === $now['partner']['program'] );
	}

	/**
	 * What others see instead.
	 *
	 * @param string $text Plain text.
	 * @return string HTML.
	 */
	private static function otherwise( $text ) {
		return '' === trim( $text ) ? '' : '<p class="tributary-says">' . esc_html( $text ) . '</p>';
	}
}

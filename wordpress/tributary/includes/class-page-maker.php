<?php
/**
 * Makes the pages.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * The set-up button: a page with the partner center and one to sign up, filled and published. Pressed again it makes what is
 * missing, and nothing twice.
 */
final class Page_Maker {

	const ACTION = 'tributary_pages';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'admin_post_' . self::ACTION, array( __CLASS__, 'on_button' ) );
	}

	/**
	 * The button was pressed.
	 */
	public static function on_button() {
		check_admin_referer( self::ACTION );
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not do this.', 'tributary' ), 403 );
		}
		self::make();
		wp_safe_redirect( admin_url( 'options-general.php?page=tributary&tributary_done=pages' ) );
		exit;
	}

	/**
	 * Makes what is missing.
	 */
	public static function make() {
		if ( Options::is_connected() && '' === Options::get( 'signup_form' ) ) {
			$forms = Connection_Test::read_forms();
			Options::put( array( 'signup_form' => (string) key( $forms ) ) );
		}
		$center = self::page( 'center_page', __( 'Partner center', 'tributary' ), self::center() );
		$signup = self::page( 'signup_page', __( 'Become a partner', 'tributary' ), self::signup() );
		$chosen = array(
			'center_page' => $center,
			'signup_page' => $signup,
		);
		if ( ! Options::get( 'after_login' ) ) {
			$chosen['after_login'] = $center;
		}
		Options::put( $chosen );
	}

	/**
	 * The page of a setting; made where there is none, or where it was thrown away.
	 *
	 * @param string $setting The setting.
	 * @param string $title   Its title.
	 * @param string $content Its blocks.
	 * @return int
	 */
	private static function page( $setting, $title, $content ) {
		$known  = (int) Options::get( $setting );
		$status = $known ? get_post_status( $known ) : false;
		if ( $status && 'trash' !== $status ) {
			return $known;
		}
		$made = wp_insert_post(
			wp_slash(
				array(
					'post_type'    => 'page',
					'post_status'  => 'publish',
					'post_title'   => $title,
					'post_content' => $content,
				)
			)
		);
		update_post_meta( $made, Lifecycle::MADE_PAGE_META, md5( get_post( $made )->post_content ) );
		return (int) $made;
	}

	/**
	 * A paragraph as a block.
	 *
	 * @param string $text Its words.
	 * @return string
	 */
	private static function paragraph( $text ) {
		return "<!-- wp:paragraph -->\n<p>" . esc_html( $text ) . "</p>\n<!-- /wp:paragraph -->";
	}

	/**
	 * What stands on the center's page.
	 *
	 * @return string
	 */
	private static function center() {
		return '<!-- wp:tributary/center {"align":"wide"} /-->';
	}

	/**
	 * What stands on the sign-up page.
	 *
	 * @return string
	 */
	private static function signup() {
		return self::paragraph( __( 'Recommend us, and earn by it. Fill in the form; once you are accepted you get a mail, and your partner center opens here.', 'tributary' ) )
			. "\n\n<!-- wp:tributary/signup /-->";
	}
}
